/**
 * The explanation of every kind of step, in English: a title, what happens and why, and what would
 * break it (for a failure: what fixes it).
 *
 * @module
 */
import type { StepTexts } from "./step_texts.ts";

/** `fr.ts` is the French version. */
export const en: StepTexts = {
  server_discover: [
    "server/discover, the probe: which revisions and features does the server support?",
    "An era is a transport: how messages travel. That of 2026 has no handshake and no session. This question changes nothing, and is optional: mcpdemo asks first which revisions and capabilities the server has, to find the era. If the server refuses the question, it is only older, and mcpdemo tries the previous era.",
    "A proxy that removes the MCP-Protocol-Version or Mcp-Method header: the server then refuses the request, because its headers must repeat what the body says.",
  ],
  stream_2024: [
    "open the event stream of HTTP+SSE",
    "In the 2024 era all answers arrive on this one stream, which stays open for the whole session. The client sends its requests to another address, which the server names in the first event.",
    "A proxy that buffers the response: the first event never arrives, and the client waits until it gives up.",
  ],
  initialize: [
    "initialize, the handshake: agree on a revision and on capabilities",
    "The first message of a session has three parts: the revision that the client proposes, what the client can do, and its name. The server answers with its own three. An era is a transport: how messages travel. A revision is a dated version of the specification, and it is negotiated here, in any era that has a handshake.",
    "Any other request before it: the handshake must be the first exchange of a session.",
  ],
  initialized: [
    "notifications/initialized: the handshake is complete",
    "The client has read the server's answer and is ready. This is a notification: it has no id, and the server acknowledges it with 202 and nothing more.",
    "Leaving it out: the client must send it, and until then the server should send the client no request but ping.",
  ],
  stream_2025: [
    "listen: a stream for what the server sends on its own",
    "A GET on the MCP endpoint opens an event stream for messages that answer no request, such as a changed list of tools. A server that has no such stream answers 405, and the session goes on without it.",
    "A proxy that closes quiet connections: messages arrive late or are lost. The specification allows several such streams; mcpdemo's server keeps one per session and answers 409 to a second.",
  ],
  stream_resumed: [
    "resume a stream that broke off",
    "Last-Event-ID names the last event that arrived. The server sends the events that followed it on that stream, so that an answer is not lost with the connection.",
    "A server that keeps no events, or has dropped this one: the answer is lost, and the client must decide whether to ask again.",
  ],
  subscriptions_listen: [
    "subscriptions/listen: a stream for the changes that the client asks about",
    "Without a session, the client asks for notifications explicitly: this request lists the kinds of change, and its response is an event stream that stays open.",
    "A load balancer that closes quiet connections: the stream ends, and the client must subscribe and list again.",
  ],
  end_session: [
    "end the session",
    "With DELETE the client says that it no longer needs this session. A server may refuse with 405, and may itself end a session at any time.",
    "Leaving it out: the server keeps the session until it expires.",
  ],
  ping: [
    "ping: is the other side still there?",
    "Either side may send it at any time, and the other answers at once with an empty result.",
    "No answer in time: the sender treats the connection as lost.",
  ],
  tools_list: [
    "tools/list: which tools does the server offer?",
    "Each tool has a name, a description for the model, and a JSON Schema of its arguments: this is all that a model will know about it. Annotations say, for instance, whether it only reads (readOnlyHint). A long list comes in pages, which a cursor joins. The request changes nothing, so it may always be repeated.",
    "A vague description or schema: the model picks the wrong tool, or fills in its arguments wrongly.",
  ],
  tools_call: [
    "tools/call: run a tool",
    "A model cannot call anything: it asks the host, the program that runs the model. The host decides, and its MCP client sends the name and the arguments to the server. If no answer comes, the tool may have run: only one with the annotation readOnlyHint or idempotentHint may safely be called again.",
    "One of three kinds of error: an HTTP status (the server refuses the request, for instance its key), a JSON-RPC error (the server has no such tool), or a result with isError (the tool failed, or the arguments do not fit its schema), which the model reads, so that it can correct its call.",
  ],
  tools_call_again: [
    "tools/call again, with the answers that the server asked for",
    "The server has no session in which to remember the first round. So the client sends the whole call again, with the user's answers and the state that the server gave to the client.",
    "A changed state: the server has sealed it, and refuses it if it was changed.",
  ],
  resources_list: [
    "resources/list: which data does the server offer?",
    "Resources are data to read, each with a URI. The host decides which of them a model sees.",
    "A server without the resources capability answers with an error.",
  ],
  resources_templates_list: [
    "resources/templates/list: which addresses can be filled in?",
    "A template is a URI with variables: it offers many resources without listing them all.",
    "A server without the resources capability answers with an error.",
  ],
  resources_read: [
    "resources/read: read one resource",
    "The answer holds the content as text, or in base64 if it is binary.",
    "A URI that the server does not know.",
  ],
  resources_subscribe: [
    "resources/subscribe: notify me when this changes",
    "From now on the server sends a notification whenever the resource changes. The client then reads the content again.",
    "No open event stream: the server has no way to send the notification.",
  ],
  resources_unsubscribe: [
    "resources/unsubscribe: no more notifications about this",
    "The server drops the subscription.",
    "Nothing: a URI without a subscription changes nothing.",
  ],
  prompts_list: [
    "prompts/list: which prompts does the server offer?",
    "Prompts are templates that a user picks, for instance as a slash command. A model does not choose them.",
    "A server without the prompts capability answers with an error.",
  ],
  prompts_get: [
    "prompts/get: fill in a prompt",
    "The server puts the arguments into the template and returns messages, ready for a model.",
    "A required argument that is missing.",
  ],
  completion_complete: [
    "completion/complete: which values fit here?",
    "While a user types an argument, the server suggests values, at most 100 at a time.",
    "A prompt or template that the server does not know.",
  ],
  logging_set_level: [
    "logging/setLevel: how much should the server log?",
    "The server sends log messages of this level and above as notifications.",
    "A level that is not one of the eight syslog levels.",
  ],
  cancelled: [
    "notifications/cancelled: the answer is no longer needed",
    "The notification names the id of the request. The work may already be done, so both sides must cope with an answer that crosses the notification. In the 2026 era the client closes the response stream instead.",
    "Cancelling initialize, or a request that the other side sent: neither is allowed.",
  ],
  answer_to_server: [
    "answer to a request from the server",
    "The server asked something in the middle of its work. The client sends the answer in a POST of its own, with the id of the server's request.",
    "An id that the server did not use.",
  ],
  notification: [
    "a notification",
    "A message without an id, which gets no answer.",
    "Waiting for an answer.",
  ],
  other_request: [
    "another request",
    "mcpdemo has no explanation for this method.",
    "A method that the server does not know.",
  ],
  unread_request: [
    "a request that the server refused unread",
    "The server refused it because of its headers alone. It never read the body, nor the method in it, so mcpdemo cannot say what was asked.",
    "Whatever the answer says: the body had no part in it.",
  ],
  model_question: [
    "ask the model, and show it the tools",
    "The host sends the whole conversation and every tool each time: a model remembers nothing between two requests. This is the chat-completions API, not MCP; the model never sees the server, and the server never sees the model.",
    "An endpoint or a model without tool support: it answers in plain text, or refuses.",
  ],
  model_results: [
    "give the results to the model",
    "The host adds the model's tool call and its result to the conversation, joined by the id of the call, and sends everything again. The model can now answer, or ask for another tool.",
    "A result without its call, or a call without its result: endpoints refuse such a history.",
  ],
  models_list: [
    "which models does the endpoint offer?",
    "The names in the answer are the values that --model accepts.",
    "An endpoint that does not publish its list.",
  ],
  preflight: [
    "a browser asks for permission first (CORS)",
    "Before a page may send these headers to another origin, its browser asks the server. It asks without a key, so the server answers without requiring one.",
    "An origin that is not allowed: the browser does not send the real request.",
  ],
  oauth_discovery: [
    "looking for an OAuth server",
    "A client that got a 401 looks for sign-in metadata at a well-known address. This server uses static keys, so it has none.",
    "Nothing: a clear 404 makes the client stop looking.",
  ],
  oauth_register: [
    "trying to register as an OAuth client",
    "Some clients register even without metadata. The answer says that the server requires a key.",
    "Nothing: the client shows the refusal to the user.",
  ],
  health: [
    "is the server up?",
    "Load balancers and containers ask this without a key. The answer says that the server runs, and nothing else.",
    "A server that hangs: the load balancer takes it out of service.",
  ],
  other_http: [
    "another HTTP request",
    "It carries no MCP message.",
    "Nothing: MCP does not depend on it.",
  ],

  auth_header: [
    "the bearer key is in the Authorization header",
    "Bearer means that any holder of the key is let in. The client sends it with every request, never in a URL, because URLs end up in logs. It is the key that you set (MCP_SERVER_AUTH_KEY, --auth-key, --config), or for the embedded server one drawn at random for this run. mcpdemo shows it as ***.",
    "Another scheme, a key in the URL, or a proxy that drops the header: the server answers 401.",
  ],
  revision_headers: [
    "headers that repeat the body",
    "With MCP-Protocol-Version, Mcp-Method and Mcp-Name, proxies and load balancers can route a request without reading its body.",
    "A header that differs from the body: the server must refuse with −32020.",
  ],
  request_meta: [
    "_meta: every request introduces itself",
    "The 2026 era has no session. In its place, every request carries in _meta what a session would remember: protocolVersion, clientInfo and clientCapabilities. The server remembers nothing between two requests, so any replica of it can answer any of them.",
    "A _meta without protocolVersion or clientCapabilities: the server refuses with −32602.",
  ],
  client_hello: [
    "what the client says about itself",
    "protocolVersion is the revision that it proposes. capabilities lists what the server may ask of the client (elicitation: the client can ask the user). clientInfo is a name for logs.",
    "A capability that the client names but does not have: the server will use it.",
  ],
  model_key: [
    "the model's own key is in the Authorization header",
    "This key is not the MCP server's: it is API_KEY, which the operator of the model endpoint gave you. mcpdemo sends each key to its own peer alone: the model endpoint never sees the MCP server's key, nor the MCP server this one.",
    "The MCP server's key in its place: the endpoint answers 401.",
  ],
  tool_conversion: [
    "MCP tools become the model's functions",
    "The host turns each tool of the server into an entry of tools in the chat-completions format: its inputSchema becomes parameters, and a name that the format does not allow is changed. mcpdemo remembers the original names.",
    "Two tools that end up with one name, or a schema that the endpoint does not accept.",
  ],
  offline_model: [
    "this model runs within mcpdemo",
    "Nothing leaves the process: API_KEY is not set, so a small set of rules answers in place of a model, in the same format. Its address can never exist (RFC 6761, .invalid).",
    "A question that its rules do not cover: set API_KEY to use a real model.",
  ],
  model_stream: [
    "the model's answer is a stream too, but not of MCP",
    "Unless --no-stream is given, the endpoint sends its answer while the model writes it: each event holds a few characters, and [DONE] is the last. mcpdemo joins the pieces and shows them here as one answer.",
    "A proxy that buffers: the whole answer arrives at its end.",
  ],
  session_id: [
    "the server creates the session id",
    "Mcp-Session-Id tells the server which session a request belongs to. This header comes with the answer to initialize, and the client repeats it in every later request. Only the server creates the id. It is not the key, which every request still needs, but it is secret too: mcpdemo shows a name such as session-1.",
    "A client that invents an id, or a server that restarts: the answer is 404, and the client starts a new session.",
  ],
  server_hello: [
    "what the server says about itself",
    "protocolVersion is this session's revision, which may be newer than the transport. From revision 2025-06-18 on, the client repeats it in the header MCP-Protocol-Version. capabilities lists what the client may ask for (tools, resources, prompts), serverInfo is the server's name, and instructions may advise the model.",
    "A revision that the client does not support: the client should disconnect.",
  ],
  discover_result: [
    "which revisions and features the server supports",
    "supportedVersions lists the server's revisions (dated versions of the specification), capabilities what the client may ask for; serverInfo is its name. The client picks a revision, and every request names it. The server keeps nothing about the client: there is no session, and so nothing to end.",
    "No revision in common: the client tries an older era, or the run ends.",
  ],
  accepted: [
    "202: accepted, and no answer will come",
    "The message needs no answer: it is a notification, or the client's own answer to the server. 202 only says that it has arrived.",
    "Waiting for a body in this response.",
  ],
  accepted_elsewhere: [
    "202: accepted; the answer comes on the event stream",
    "In the 2024 era a POST never brings the answer to its request. The server sends it as an event on the stream that was opened first, before this 202 or after it. The id of the request joins the two.",
    "Waiting for a body in this response.",
  ],
  default_server_absent: [
    "no server at the default address, as expected: mcpdemo starts its own",
    "No server was given, so mcpdemo first looks for one at its default address. None is there, and it starts one for this run.",
    "Nothing: to skip the look, give --server.",
  ],
  result: [
    "the result, as JSON",
    "The result carries the id of its request, so that the client knows which request it answers.",
    "An id that no request had.",
  ],
  result_on_stream: [
    "the result",
    "The result carries the id of its request. In the 2024 era this id alone joins an answer to its request, since they travel on different connections.",
    "A stream that breaks off before the result: the outcome is unknown.",
  ],
  tool_call_asked: [
    "the model asks for a tool call",
    "The model does not answer yet: it writes the name of a tool, and its arguments as JSON text. No tool has run so far; the host decides whether it does.",
    "Arguments that are not valid JSON: the host runs nothing and says so to the model.",
  ],
  final_answer: [
    "the final answer",
    "The model asks for no tool, so its words are the answer, and mcpdemo shows them to you.",
    "An empty answer, or one that is cut at the length limit.",
  ],
  tool_error: [
    "the tool ran and failed",
    "isError marks a failure of the tool itself, or arguments that it does not take. A host gives the text to the model, which can correct its call, and the run goes on.",
    "Reporting it as a protocol error instead: the model would never see it.",
  ],
  rpc_error: [
    "a JSON-RPC error",
    "The request itself failed: the code says how, and the message is for people. A tool that ran and failed has a result with isError instead.",
    "See the code and the message.",
  ],
  closed_by_client: [
    "the client closes the stream, which cancels the request",
    "Over HTTP the 2026 era has no message for cancelling. Each request has a response stream of its own, so the server must treat its closing as the cancellation, and send nothing more for this request.",
    "A proxy that keeps the connection to the server open: the tool keeps working, although no client waits for it.",
  ],
  session_stream_ended: [
    "the stream ends, and with it the session",
    "HTTP+SSE has no message that ends a session: the stream is the session, and closing it ends both.",
    "Posting to the session's address after this: the server no longer knows it.",
  ],
  session_ended: [
    "the session is over",
    "The server has dropped the session and ends its streams. Its id is no longer valid.",
    "Using the id again: the answer is 404.",
  ],
  answer_stream: [
    "the answer is an event stream",
    "The response is text/event-stream: events may come before the result, and the stream ends after it.",
    "A client that accepts JSON alone: the Accept header must list both types.",
  ],
  endpoint_event: [
    "the address for requests from now on",
    "The first event names the address for POST. It contains the session id, which tells the server whose stream the answers belong to; only the server creates it. The id is not the key, which every request still needs, but it is secret too: mcpdemo shows a name such as session-1 in its place.",
    "An address on another origin: a client must not send its key there.",
  ],
  priming_event: [
    "an empty event with an id",
    "It gives the client an id before anything happens, so that the client can resume this stream even if it breaks off at once.",
    "A client that reads the empty data as a message.",
  ],
  progress: [
    "progress: how far the work has got",
    "The client asked for it with a progressToken. Each notification names that token and a number that only grows.",
    "Notifications after the result, or a number that falls.",
  ],
  elicitation: [
    "elicitation: the server asks the user",
    "In the middle of its work the server needs something that only the user knows. The host shows a form, which the user can accept, decline or cancel.",
    "Asking for a password this way: the specification forbids it.",
  ],
  input_required: [
    "input required: the server asks back",
    "This is neither a failure nor yet a result: the answer lists what the server needs and holds a sealed state. The response ends here, and the client calls again when it has the answers.",
    "A client that takes this for a result.",
  ],
  server_request: [
    "a request from the server to the client",
    "The stream carries requests in this direction too. The client answers with a POST.",
    "A client that did not announce the capability.",
  ],
  list_changed: [
    "the list has changed",
    "The notification says only that. The client lists again when it next needs to.",
    "Reading it as the new list: it contains no list.",
  ],
  resource_updated: [
    "a resource has changed",
    "The notification names the URI. The client reads the resource again if it needs to.",
    "Expecting the new content in it.",
  ],
  log_message: [
    "a log message from the server",
    "It is for people and programs that watch the server, not for the model.",
    "A key in it: a log must contain no secret.",
  ],
  subscription_acknowledged: [
    "the subscription is active",
    "The server says which of the requested kinds of change it will report.",
    "Counting on a kind that is missing from this list.",
  ],
  server_notification: [
    "a notification from the server",
    "It has no id and gets no answer.",
    "A client that fails on a method that it does not know.",
  ],
  model_chunk: [
    "a piece of the model's answer",
    "The endpoint streams the answer as the model writes it, a few characters at a time; a tool call comes in pieces too. mcpdemo joins them.",
    "Reading a piece as if it were whole.",
  ],
  model_done: [
    "[DONE]: the model's stream is over",
    "This event alone is not JSON. Some endpoints leave it out.",
    "Parsing it as JSON.",
  ],

  missing_key: [
    "401: no usable key",
    "The server requires a key and found no usable one in the Authorization header. WWW-Authenticate names the scheme that it accepts.",
    "Set MCP_SERVER_AUTH_KEY or give --auth-key; check that no proxy drops the header.",
  ],
  wrong_key: [
    "403: the server does not accept this key",
    "The key that arrived is not one of the server's. MCP's authorization, which is OAuth, requires 401 for an invalid token. mcpdemo's server uses static keys and answers 403 on purpose, so that clients stop instead of starting a sign-in.",
    "Compare the key with the one that the server was started with; look for an extra space or quote.",
  ],
  bad_credentials: [
    "400: credentials that the server cannot read",
    "The bearer key is empty, or it came twice, or in two places at once.",
    "Send exactly one Authorization header.",
  ],
  bad_origin: [
    "403: this web page may not call",
    "The browser says in Origin which page is calling, and the server does not allow this one. Without this check any web page could use a server on your machine (DNS rebinding).",
    "Start the server with --allow-origin for that page.",
  ],
  bad_host: [
    "403: not a name of this server",
    "Host is not one of the server's names, which is a sign of DNS rebinding.",
    "Use localhost, or start the server with --allow-host.",
  ],
  unknown_session: [
    "404: unknown session",
    "The session expired or ended, belongs to another key, or the server restarted. The answer does not say which, so that a client cannot search for sessions.",
    "Start a new session with initialize. mcpdemo does this by itself.",
  ],
  missing_session: [
    "400: the session id is missing",
    "In the 2025 era every request after initialize carries Mcp-Session-Id.",
    "Send the id that came with the answer to initialize.",
  ],
  stream_taken: [
    "409: the session already has a listening stream",
    "The specification lets a client hold several streams. This server keeps one per session for what it sends on its own, as the TypeScript SDK does, and the first stays open.",
    "Close the first, or go on without a second.",
  ],
  too_large: [
    "413: the body is too large",
    "The server reads up to its limit and no further, however the body is sent.",
    "Send less; the limit of mcpdemo's server is 4 MiB.",
  ],
  headers_too_large: [
    "431: the headers are too large",
    "A server limits what it reads before it knows who is asking.",
    "Look for an overlong cookie or key.",
  ],
  body_too_slow: [
    "408: the body did not arrive in time",
    "Without a limit, a request that never ends would hold its place forever.",
    "Look for a stalled connection, or a Content-Length that is too high.",
  ],
  bad_json: [
    "−32700: the body is not JSON",
    "The server could not parse the body: it is not JSON, not valid UTF-8, or nested too deeply.",
    "Look at the first bytes of the body: is there a quote from the shell, or a byte-order mark?",
  ],
  batch_refused: [
    "400: no batches in this revision",
    "Only revision 2025-03-26 allowed several messages in one body.",
    "Send each message on its own.",
  ],
  unsupported_version: [
    "−32022: the server does not support this revision",
    "The answer lists the revisions that it supports: the client picks one of them and asks again.",
    "Use one of the revisions in data.supported.",
  ],
  header_mismatch: [
    "−32020: headers and body disagree",
    "The headers repeat the body for proxies. A difference could get a request past a rule that reads headers alone, so the server refuses it.",
    "Make MCP-Protocol-Version, Mcp-Method and Mcp-Name the same as in the body, and send each once.",
  ],
  missing_capability: [
    "−32021: the client lacks a capability that this needs",
    "The server needs something from the client, such as a question to the user, and the capabilities that the client announced do not include it.",
    "Name the capability in _meta, if the client really has it.",
  ],
  invalid_params: [
    "−32602: the parameters do not fit",
    "A name is unknown, an argument is missing, or _meta is incomplete; the message says which.",
    "Compare the request with the schema that the server lists.",
  ],
  unknown_method: [
    "−32601: unknown method",
    "The server does not know this method, or does not offer the feature that it belongs to.",
    "Ask only for what its capabilities include.",
  ],
  wrong_content_type: [
    "415: not declared as JSON",
    "The server accepts a body only as application/json. A web page cannot send that to another origin without asking first.",
    "Send Content-Type: application/json.",
  ],
  not_acceptable: [
    "406: the client does not accept both answer types",
    "The server may answer with JSON or with an event stream, and chooses between them.",
    "Send Accept: application/json, text/event-stream.",
  ],
  wrong_http_method: [
    "405: this address does not take this HTTP method",
    "Allow lists the methods that it takes. For a GET this may simply mean that the server has no listening stream, which is allowed.",
    "Use a method that Allow names.",
  ],
  not_found: [
    "404: nothing at this address",
    "The server answers, but has nothing at this path.",
    "Try /mcp, where MCP usually is, or /sse for HTTP+SSE.",
  ],
  rate_limited: [
    "429: too many requests",
    "The server limits the rate of requests; Retry-After says how many seconds to wait.",
    "Wait, then ask less often.",
  ],
  too_many_sessions: [
    "the server opens no more sessions",
    "The limit of this key (429) or of the server (503) is reached. The server never ends a live session to make room.",
    "End sessions that are no longer needed, or wait until they expire.",
  ],
  redirected: [
    "a redirect",
    "The server points to another address. mcpdemo follows only within one origin, because the key and the session must not reach another.",
    "If the new address is right, give it as --server.",
  ],
  older_server: [
    "an older server: try the previous era",
    "The server does not know server/discover, and this only means that it is older. It is not a failure: mcpdemo tries initialize next, and then HTTP+SSE.",
    "Nothing needs fixing; --era skips this probe.",
  ],
  server_failed: [
    "the server failed",
    "A status of 500 or above says nothing about the era or the key: something went wrong on the server's side.",
    "Look at the server's own log; behind a gateway, check that the server runs.",
  ],
  request_refused: [
    "the server refused the request",
    "The message in the answer says why.",
    "Read the message; compare the request with the specification.",
  ],
  no_answer: [
    "no answer",
    "The connection could not be made, or broke off. If the request had already been sent, it may have taken effect, and the client cannot know: the client may repeat it only if that is safe.",
    "Is the server running, at this address, with this scheme (http, https)?",
  ],
  model_key_refused: [
    "the model endpoint refused the key",
    "This key is not the MCP server's: the model endpoint and the MCP server each have a key of their own.",
    "Check API_KEY and API_URL.",
  ],
  model_not_found: [
    "the model endpoint does not know this model, or this address",
    "404 means one or the other; the body often says which.",
    "Check DEFAULT_MODEL, and that API_URL ends where the API begins, often in /v1.",
  ],
  model_rate_limited: [
    "the model endpoint limits requests",
    "Endpoints count the requests and tokens of each key, and this key has reached a limit.",
    "Wait for as long as Retry-After says.",
  ],
  model_failed: [
    "the model endpoint failed",
    "It refused the request, or failed while it processed it; the body says more.",
    "Try again, try another model, or leave out what the body complains about.",
  ],
};
