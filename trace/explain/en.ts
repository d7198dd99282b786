/**
 * What every kind of step is, in English: a title, what happens and why, and what would break it (of a
 * failure: what mends it).
 *
 * @module
 */
import type { StepTexts } from "./step_texts.ts";

/** `fr.ts` says the same in French. */
export const en: StepTexts = {
  server_discover: [
    "server/discover: which revisions and features does the server speak?",
    "The newest era has no handshake: one question that changes nothing on the server tells its revisions and capabilities. A client of several eras asks the newest first, and goes down only where the answer is an older server's.",
    "A proxy that removes the MCP-Protocol-Version or Mcp-Method header: the server then sees a request that differs from its headers.",
  ],
  stream_2024: [
    "open the event stream of HTTP+SSE",
    "In the first era the answers travel on this one stream, which stays open for the whole session; the requests go to another address, which the server tells in the first event.",
    "A proxy that buffers the response: the first event never arrives and the client waits for ever.",
  ],
  initialize: [
    "initialize: agree on a revision and on capabilities",
    "The first message of a session has three parts: the revision that the client would like, what the client can do, and who it is. The server answers with its own three. The era is the transport, how messages travel; the revision is what the two agree on here.",
    "Any other request before it: the handshake must be the first exchange of a session.",
  ],
  initialized: [
    "notifications/initialized: the handshake is over",
    "The client has read the server's answer and is ready. It is a notification: it has no id, and nobody answers it with more than 202.",
    "Leaving it out: the client must send it, and until it comes the server should ask nothing of the client but ping.",
  ],
  stream_2025: [
    "listen: a stream for what the server says by itself",
    "A GET on the MCP endpoint opens a stream for messages that answer no request, such as a changed list of tools. A server that has nothing of the kind answers 405, and all goes on without it.",
    "A proxy that closes quiet connections: what the server says meanwhile is late or lost. Several such streams are allowed; mcpdemo's server keeps one a session and answers 409 to a second.",
  ],
  stream_resumed: [
    "resume a stream that broke off",
    "Last-Event-ID names the last event that arrived; the server sends what came after it on that stream, so that an answer is not lost with the connection.",
    "A server that keeps no events, or has dropped this one: the answer is lost, and the client must decide whether to ask again.",
  ],
  subscriptions_listen: [
    "subscriptions/listen: a stream for the changes that the client wants to hear of",
    "Without sessions, a client that wants news asks for it: this request names the kinds of change, and its response is a stream that stays open.",
    "A load balancer that closes quiet connections: the stream ends, and the client must listen again and list anew.",
  ],
  end_session: [
    "end the session",
    "DELETE tells the server that the client needs this session no more. A server may refuse with 405, and may itself end a session at any time.",
    "Leaving it out: the server holds the session until it ends it by itself.",
  ],
  ping: [
    "ping: is the other side still there?",
    "Either side may ask at any time, and the other answers with an empty result at once.",
    "No answer in time: the connection counts as lost.",
  ],
  tools_list: [
    "tools/list: what can the server do?",
    "Each tool comes with a name, a description for the model, and a JSON Schema of its arguments: all that a model will ever know of it. A long list comes in pages, by a cursor.",
    "A vague description or schema: the model picks the wrong tool or fills it in wrongly.",
  ],
  tools_call: [
    "tools/call: run a tool",
    "Whether a person or a model wants it, the client decides, and sends the name and the arguments to the server that offers the tool. A model cannot call anything: it can only ask its host.",
    "Arguments that do not fit the tool's schema, or a name that the server does not offer.",
  ],
  tools_call_again: [
    "tools/call once more, with the answers that were asked for",
    "The server has no session to remember the first round in. The client sends the whole call again, with the person's answers and the state that the server gave it to carry.",
    "A changed state: it is sealed by the server, which refuses it.",
  ],
  resources_list: [
    "resources/list: which data does the server offer?",
    "Resources are data for reading, each with a URI; the host decides which of them a model gets to see.",
    "A server without the capability resources answers with an error.",
  ],
  resources_templates_list: [
    "resources/templates/list: which addresses can be filled in?",
    "A template is a URI with a gap: it offers many resources without a list of them all.",
    "A server without the capability resources answers with an error.",
  ],
  resources_read: [
    "resources/read: fetch one resource",
    "The answer holds the content as text, or in base64 where it is binary.",
    "A URI that the server does not know.",
  ],
  resources_subscribe: [
    "resources/subscribe: tell me when this changes",
    "From now on the server sends a notification whenever the resource changes; the content itself is read anew.",
    "No open stream: the notification has no way to travel.",
  ],
  resources_unsubscribe: [
    "resources/unsubscribe: no more news of this",
    "The server forgets the subscription.",
    "A URI that was not subscribed to changes nothing.",
  ],
  prompts_list: [
    "prompts/list: which ready-made requests are there?",
    "Prompts are templates that a person picks, for instance as a slash command; a model does not choose them.",
    "A server without the capability prompts answers with an error.",
  ],
  prompts_get: [
    "prompts/get: fill in a prompt",
    "The server puts the arguments into the template and gives back messages, ready for a model.",
    "A required argument that is missing.",
  ],
  completion_complete: [
    "completion/complete: what could stand here?",
    "While a person types an argument, the server suggests values, at most 100 at once.",
    "A prompt or template that the server does not know.",
  ],
  logging_set_level: [
    "logging/setLevel: how much shall the server tell?",
    "The server sends its log messages from this level upwards as notifications.",
    "A level outside the eight of syslog.",
  ],
  cancelled: [
    "notifications/cancelled: the answer is not wanted any more",
    "The notification names the id of the request. The work may already be done: both sides must bear an answer that crosses it. The newest era needs no message: closing the response stream is the cancellation.",
    "Cancelling initialize is not allowed, nor a request that somebody else sent.",
  ],
  answer_to_server: [
    "answer to a question of the server",
    "The server asked in the middle of its work; here the answer travels as a request of its own, under the id of the question.",
    "An id that the server did not use.",
  ],
  notification: [
    "a notification",
    "A message without an id, which gets no answer.",
    "Waiting for one.",
  ],
  other_request: [
    "another request",
    "This method has no explanation of its own here.",
    "A method that the server does not know.",
  ],
  unread_request: [
    "a request that was refused unread",
    "The server refused it by its headers alone. Its body, and the method in it, was never read, so nobody can say what it asked for.",
    "Whatever the answer names: the body had no part in it.",
  ],
  model_question: [
    "ask the model, and show it the tools",
    "The whole conversation and every tool go to the model, each time: a model remembers nothing between two requests. This wire is no MCP; the model never hears of the server.",
    "An endpoint or a model without tool support: it answers in words, or refuses.",
  ],
  model_results: [
    "give the results back to the model",
    "The conversation grows by the model's own call and its result, joined by the id of the call, and goes to the model whole. Now it can answer, or ask for more.",
    "A result without its call, or a call without its result: endpoints refuse such a history.",
  ],
  models_list: [
    "which models does the endpoint offer?",
    "The names in the answer are what can be given as the model.",
    "An endpoint that keeps its list to itself.",
  ],
  preflight: [
    "a browser asks for permission first (CORS)",
    "Before a page may send these headers to another origin, its browser asks. It asks without a key, so this is answered without one.",
    "An origin that is not allowed: the browser does not send the real request.",
  ],
  oauth_discovery: [
    "looking for an OAuth server",
    "A client that got a 401 looks for sign-in metadata at a well-known address. This server takes static keys, so there is none.",
    "Nothing: a clear 404 tells the client to stop looking.",
  ],
  oauth_register: [
    "trying to register as an OAuth client",
    "Some clients register even without metadata. The answer says in words that a key is what is needed.",
    "Nothing: the refusal is shown to the person.",
  ],
  health: [
    "is the server up?",
    "Load balancers and containers ask this without a key; it tells nothing but that the server runs.",
    "A server that hangs: whoever asks takes it out of service.",
  ],
  other_http: [
    "another HTTP request",
    "It carries no MCP message.",
    "Nothing here depends on it.",
  ],

  auth_header: [
    "the key travels in the Authorization header",
    "Bearer means that whoever carries the key is let in. It goes with every request, in a header and never in the URL, since URLs end up in logs. mcpdemo shows and records it as *** alone.",
    "Another scheme, a key in the URL, or a proxy that drops the header: the server answers 401.",
  ],
  revision_headers: [
    "headers that repeat the body",
    "MCP-Protocol-Version, Mcp-Method and Mcp-Name let proxies and load balancers route a request without reading its body.",
    "A header that differs from the body: the server must refuse with −32020.",
  ],
  request_meta: [
    "_meta: every request introduces itself",
    "Without a handshake, each request carries the revision, the client and its capabilities, so that any replica of the server can answer it.",
    "An absent or incomplete _meta: the server refuses with −32602.",
  ],
  client_hello: [
    "what the client says of itself",
    "protocolVersion is a wish, capabilities is a promise of what the server may ask back (elicitation: the person can be asked), clientInfo is a name for logs.",
    "A capability that is promised but not kept: the server will use it.",
  ],
  tool_conversion: [
    "MCP tools become the model's functions",
    "Each tool of the server turns into an entry of tools in the chat-completions format: its inputSchema becomes parameters, and a name that the format does not allow is changed. mcpdemo remembers the way back.",
    "Two tools that end up with one name, or a schema that the endpoint does not take.",
  ],
  offline_model: [
    "this model runs within mcpdemo",
    "Nothing leaves the process: no API_KEY is set, so a small set of rules answers in the model's place, in the model's format. The address is one that can never exist (RFC 6761, .invalid).",
    "A question that its rules do not know: API_KEY brings a real model.",
  ],
  session_id: [
    "the server makes the session id",
    "Mcp-Session-Id comes with the answer to initialize, and the client sends it with every further request. Only the server makes it, and it should not be guessable: mcpdemo shows and records a pseudonym.",
    "A client that makes up an id, or a server that restarts: the answer is 404, and the client begins anew.",
  ],
  server_hello: [
    "what the server says of itself",
    "Its protocolVersion decides, its capabilities say what may be asked of it (tools, resources, prompts), serverInfo is its name, and instructions may be a hint for the model.",
    "A revision that the client does not speak: it should disconnect.",
  ],
  discover_result: [
    "what the server speaks and offers",
    "supportedVersions lists its revisions, capabilities what may be asked of it, serverInfo is its name. The client picks a revision and simply uses it: nothing was set up, and nothing has to be ended.",
    "No revision in common: then an older era is tried, or the run ends.",
  ],
  accepted: [
    "202: taken, with no answer here",
    "A notification needs none. In HTTP+SSE every POST ends like this, and the real answer comes on the stream that was opened first.",
    "Waiting for a body.",
  ],
  result: [
    "the result, as JSON",
    "The result carries the id of its request, by which the client knows what it answers.",
    "An id that no request had.",
  ],
  result_on_stream: [
    "the result, on a stream",
    "The result carries the id of its request. In HTTP+SSE that id is all that joins an answer to its question, since they travel on different connections.",
    "A stream that breaks before the result: the outcome is unknown.",
  ],
  tool_call_asked: [
    "the model asks for a tool",
    "The model does not answer yet: it writes the name of a tool and arguments as JSON text. Nothing has run so far, and it is for the host to decide whether it does.",
    "Arguments that are no valid JSON: the host runs nothing and tells the model so.",
  ],
  final_answer: [
    "the final answer",
    "No tool is asked for, so these words are the answer, and mcpdemo shows them to you.",
    "An empty answer, or one that is cut at the length limit.",
  ],
  tool_error: [
    "the tool ran and failed",
    "isError marks a failure of the work itself. It goes to the model as text, so that it can correct itself, and the run goes on.",
    "Reporting it as a protocol error instead: then the model would never see it.",
  ],
  rpc_error: [
    "a JSON-RPC error",
    "The request itself failed: the code says in which way, the message is for people.",
    "See the code and the message.",
  ],
  closed_by_client: [
    "the client closes the stream: that cancels the request",
    "Over HTTP the newest era has no message for it. Each request has a response stream of its own, so its closing is clear: the server must take it as the cancellation and send nothing more for this request.",
    "A proxy that holds the connection to the server open: the tool works on for nobody.",
  ],
  session_stream_ended: [
    "the stream ends, and with it the session",
    "HTTP+SSE has no message that ends a session: the stream is the session, and closing it is the end.",
    "Posting to the session's address after this: the server no longer knows it.",
  ],
  session_ended: [
    "the session is over",
    "The server has forgotten it and ends its streams; its id opens nothing any more.",
    "Using the id again: the answer is 404.",
  ],
  answer_stream: [
    "the answer is a stream",
    "The response is text/event-stream: events may come before the result, and the stream ends after it.",
    "A client that accepts JSON alone: both types must stand in Accept.",
  ],
  endpoint_event: [
    "endpoint: where to send requests from now on",
    "The first event holds the address for POST, and in it the session id that the server has just made. The client sends no id of its own.",
    "An address on another origin: a client must not send its key there.",
  ],
  priming_event: [
    "an empty event with an id",
    "It gives the client an id before anything happens, so that it can resume this stream even if it breaks at once.",
    "A client that reads the empty data as a message.",
  ],
  progress: [
    "progress: how far the work is",
    "The client asked for it with a progressToken; each notification names that token and a number that only grows.",
    "Notifications after the result, or a number that falls.",
  ],
  elicitation: [
    "elicitation: the server asks the person",
    "In the middle of its work the server needs something that only the person knows. The client shows the form; it may be accepted, declined or cancelled.",
    "Asking for a password this way: that is forbidden.",
  ],
  input_required: [
    "input required: the server asks back",
    "Not a failure and not yet a result: the answer lists what is needed and holds a sealed state. The connection ends here, and the client calls again when it has the answers.",
    "A client that takes this for a result.",
  ],
  server_request: [
    "a request of the server to the client",
    "The stream carries requests in this direction too; the client answers with a POST.",
    "A client that did not promise the capability.",
  ],
  list_changed: [
    "the list has changed",
    "The notification says only that: the client lists anew when it next needs to.",
    "Reading it as the new list: it holds none.",
  ],
  resource_updated: [
    "a resource has changed",
    "The notification names the URI; the client reads the resource again if it wants to.",
    "Expecting the new content in it.",
  ],
  log_message: [
    "a log message of the server",
    "It is for people and programs that watch, not for the model.",
    "A key in it: logs must hold none.",
  ],
  subscription_acknowledged: [
    "the subscription stands",
    "The server says which of the wanted kinds of change it will really tell.",
    "Counting on a kind that is missing from this list.",
  ],
  server_notification: [
    "a notification of the server",
    "It has no id and gets no answer.",
    "A client that fails on a method that it does not know.",
  ],
  model_chunk: [
    "a piece of the model's answer",
    "The answer comes as it is written, some letters at a time; the pieces of one tool call come apart as well. mcpdemo puts them together.",
    "Reading a piece as if it were whole.",
  ],
  model_done: [
    "[DONE]: the model's stream is over",
    "This one event is no JSON; some endpoints leave it out.",
    "Parsing it as JSON.",
  ],

  missing_key: [
    "401: no usable key",
    "The server wants a key and found none in the Authorization header. WWW-Authenticate says which scheme it takes.",
    "Set MCP_SERVER_AUTH_KEY or give --auth-key; check that no proxy drops the header.",
  ],
  wrong_key: [
    "403: this key opens nothing here",
    "A key came and matches none of the server's. MCP's authorization, which is OAuth, wants 401 for an invalid token; mcpdemo's server takes static keys instead and answers 403 on purpose, so that clients stop rather than start a sign-in.",
    "Compare the key with the one that the server was started with; look for a blank or a quote too many.",
  ],
  bad_credentials: [
    "400: credentials that cannot be read",
    "The Bearer is empty, or the key came twice, or in two places at once.",
    "Send exactly one Authorization header.",
  ],
  bad_origin: [
    "403: this web page may not call",
    "A browser says in Origin which page is calling, and this one is not allowed. Without this check any web page could use a server on your machine (DNS rebinding).",
    "Start the server with --allow-origin for that page.",
  ],
  bad_host: [
    "403: not a name of this server",
    "Host is not one of the server's names: that is how DNS rebinding shows itself.",
    "Use localhost, or start the server with --allow-host.",
  ],
  unknown_session: [
    "404: no such session",
    "It expired, was ended, is another key's, or the server restarted: the answer does not say which, so that nobody can probe for sessions.",
    "Begin a new one with initialize. mcpdemo does so by itself.",
  ],
  missing_session: [
    "400: the session id is missing",
    "After initialize every request of this era carries Mcp-Session-Id.",
    "Send the id that came with the answer to initialize.",
  ],
  stream_taken: [
    "409: there is a listening stream already",
    "The specification lets a client hold several streams; this server keeps one a session for what it says by itself, as the TypeScript SDK does, and the first stays as it is.",
    "Close the first, or go on without a second.",
  ],
  too_large: [
    "413: the body is too large",
    "The server reads up to its limit and no further, however the body is sent.",
    "Send less; 4 MiB is the limit of mcpdemo.",
  ],
  headers_too_large: [
    "431: the headers are too large",
    "A server bounds what it reads before it knows who is asking.",
    "Look for an overlong cookie or key.",
  ],
  body_too_slow: [
    "408: the body did not arrive in time",
    "A request that never ends would hold its place for ever.",
    "Look for a stalled connection, or a Content-Length that is too high.",
  ],
  bad_json: [
    "−32700: this is no JSON",
    "The body could not be parsed, or is no valid UTF-8, or is nested too deeply.",
    "Look at the first bytes of the body: a quote of the shell, a byte-order mark?",
  ],
  batch_refused: [
    "400: no batches in this revision",
    "Several messages in one body existed in 2025-03-26 alone.",
    "Send each message on its own.",
  ],
  unsupported_version: [
    "−32022: this revision is not spoken here",
    "The answer lists the revisions that are: the client picks one of them and asks again.",
    "Use one of the revisions in data.supported.",
  ],
  header_mismatch: [
    "−32020: headers and body disagree",
    "The headers repeat the body for proxies; a difference could let a request past a rule that reads headers alone, so it is refused.",
    "Make MCP-Protocol-Version, Mcp-Method and Mcp-Name the same as in the body, once each.",
  ],
  missing_capability: [
    "−32021: the client has not promised what this needs",
    "The work needs something of the client, such as asking the person, and its capabilities do not name it.",
    "Name the capability in _meta, if the client really has it.",
  ],
  invalid_params: [
    "−32602: the parameters do not fit",
    "A name is unknown, an argument is missing, or _meta is incomplete; the message says which.",
    "Compare the request with the schema that the server lists.",
  ],
  unknown_method: [
    "−32601: no such method",
    "The server does not know this method, or does not offer the feature that it belongs to.",
    "Ask only for what its capabilities name.",
  ],
  wrong_content_type: [
    "415: not declared as JSON",
    "A body is taken only as application/json. A web page cannot send that to another origin without asking first.",
    "Send Content-Type: application/json.",
  ],
  not_acceptable: [
    "406: the client does not accept what would come",
    "The server may answer with JSON or with a stream, and chooses by itself.",
    "Send Accept: application/json, text/event-stream.",
  ],
  wrong_http_method: [
    "405: not this HTTP method here",
    "Allow lists the methods that work. For a GET it may simply mean that the server has no listening stream, which is allowed.",
    "Use a method that Allow names.",
  ],
  not_found: [
    "404: nothing at this address",
    "The server answers, but not at this path.",
    "MCP is usually found at /mcp, HTTP+SSE at /sse.",
  ],
  rate_limited: [
    "429: too many requests",
    "The server protects itself; Retry-After says how many seconds to wait.",
    "Wait, then ask less often.",
  ],
  too_many_sessions: [
    "no more sessions",
    "The limit of this key (429) or of the server (503) is reached. A living session is never ended to make room.",
    "End sessions that are not needed, or wait until they expire.",
  ],
  redirected: [
    "a redirect",
    "The server points elsewhere. mcpdemo follows only within one origin: the key and the session must not go to another.",
    "If the new address is right, give it as --server.",
  ],
  older_server: [
    "an older server: go down one era",
    "It does not know server/discover. That is no failure: mcpdemo tries initialize next, and then HTTP+SSE.",
    "Nothing to mend: or give --era to save this question.",
  ],
  server_failed: [
    "the server failed",
    "A status from 500 on says nothing about the era or the key: something went wrong on the other side.",
    "Look at the server's own log; behind a gateway, check that the server runs.",
  ],
  request_refused: [
    "the server refused the request",
    "The message in the answer says why.",
    "Read the message; compare the request with the specification.",
  ],
  no_answer: [
    "no answer",
    "The connection could not be made, or broke off. Whether the request took effect cannot be known if it had been sent.",
    "Is the server running, at this address, with this scheme (http, https)?",
  ],
  model_key_refused: [
    "the model endpoint refused the key",
    "This key is not the MCP server's: the two wires have a key each.",
    "Check API_KEY and API_URL.",
  ],
  model_not_found: [
    "the model endpoint does not know this model, or this address",
    "404 means one or the other; the body often says which.",
    "Check DEFAULT_MODEL, and that API_URL ends where the API begins, often in /v1.",
  ],
  model_rate_limited: [
    "the model endpoint wants fewer requests",
    "Endpoints count requests and tokens for each key.",
    "Wait for as long as Retry-After says.",
  ],
  model_failed: [
    "the model endpoint failed",
    "It refused the request or broke down over it; the body says more.",
    "Try again, try another model, or leave out what the body complains about.",
  ],
};
