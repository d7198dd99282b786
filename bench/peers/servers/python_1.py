"""The time tool with the official Python SDK 1: uvicorn runs `app`."""

import os
from datetime import datetime
from zoneinfo import ZoneInfo

from mcp.server.fastmcp import FastMCP
from mcp.types import CallToolResult, TextContent
from pydantic import BaseModel

from typing import Annotated


class Told(BaseModel):
    iso: str
    timezone: str
    unix_seconds: int


def get_current_time(timezone: str = "UTC", padding: str = "") -> Annotated[CallToolResult, Told]:
    """Returns the time."""
    now = datetime.now(ZoneInfo(timezone))
    iso = now.isoformat(timespec="seconds")
    text = f"It is {now:%H:%M:%S} on {now:%A, %-d %B %Y} in {timezone} ({iso})."
    told = {"iso": iso, "timezone": timezone, "unix_seconds": int(now.timestamp())}
    return CallToolResult(content=[TextContent(type="text", text=text)], structuredContent=told)


server = FastMCP("python", json_response=True)
server.add_tool(get_current_time)
for index in range(1, int(os.environ.get("TOOLS", "1"))):
    server.add_tool(get_current_time, name=f"tool_{index}")

# Sessions with JSON answers for 2025, HTTP+SSE for 2024.
app = server.sse_app() if os.environ.get("ERA") == "2024" else server.streamable_http_app()
