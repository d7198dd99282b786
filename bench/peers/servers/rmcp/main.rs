//! The time tool with rmcp, the official Rust SDK: sessions for 2025, stateless for 2026.
use axum::serve::ListenerExt;
use chrono::{SecondsFormat, Utc};
use chrono_tz::Tz;
use rmcp::handler::server::{router::tool::ToolRouter, wrapper::Parameters};
use rmcp::model::{CallToolResult, ContentBlock, ServerCapabilities, ServerConfig};
use rmcp::transport::streamable_http_server::{
    StreamableHttpServerConfig, StreamableHttpService, session::local::LocalSessionManager,
};
use rmcp::{ErrorData, ServerHandler, schemars, tool, tool_handler, tool_router};

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Asked {
    timezone: Option<String>,
    #[allow(dead_code)]
    padding: Option<String>,
}
#[derive(Clone)]
struct Clock(std::sync::Arc<ToolRouter<Self>>);

#[tool_router]
impl Clock {
    #[tool(description = "Returns the time.")]
    async fn get_current_time(&self, Parameters(asked): Parameters<Asked>) -> Result<CallToolResult, ErrorData> {
        let timezone = asked.timezone.unwrap_or("UTC".into());
        let zone: Tz = timezone.parse().map_err(|_| ErrorData::invalid_params("No such zone.", None))?;
        let now = Utc::now().with_timezone(&zone);
        let iso = now.to_rfc3339_opts(SecondsFormat::Secs, false);
        let text = format!("It is {} in {timezone} ({iso}).", now.format("%H:%M:%S on %A, %-d %B %Y"));
        let told = serde_json::json!({ "iso": iso, "timezone": timezone, "unix_seconds": now.timestamp() });
        let mut result = CallToolResult::structured(told);
        result.content = vec![ContentBlock::text(text)];
        Ok(result)
    }
}
#[tool_handler(router = self.0)]
impl ServerHandler for Clock {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u16>().ok());
    let mut router = Clock::tool_router();
    for index in 1..number("TOOLS").unwrap_or(1) {
        let mut route = router.map["get_current_time"].clone();
        route.attr.name = format!("tool_{index}").into();
        router.add_route(route);
    }
    let clock = Clock(router.into());
    // JSON answers exist only without sessions; without TCP_NODELAY, a streamed answer waits 40 ms for an ACK.
    let has_sessions = std::env::var("ERA").is_ok_and(|era| era != "2026");
    let config = StreamableHttpServerConfig::default().with_legacy_session_mode(has_sessions).with_json_response(true);
    let service: StreamableHttpService<Clock, LocalSessionManager> =
        StreamableHttpService::new(move || Ok(clock.clone()), Default::default(), config);
    let socket = tokio::net::TcpListener::bind(("127.0.0.1", number("PORT").unwrap_or(8000))).await?;
    axum::serve(socket.tap_io(|stream| _ = stream.set_nodelay(true)), axum::Router::new().nest_service("/mcp", service)).await
}
