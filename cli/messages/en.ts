/**
 * Everything that mcpdemo says to a user, in English. `fr.ts` says the same in French.
 *
 * @module
 */
import { originIn, quirkIn, rewritesIn, ruleIn } from "./finding_words.ts";
import type { Messages } from "./messages.ts";

/** The messages in English. */
export const en: Messages = {
  language: "en",
  help: {
    program: "An MCP server over HTTP, a host whose model uses it, and an explanation of every message.",
    commands: {
      serve: "Run the MCP server: three eras of MCP over HTTP on one port.",
      ask: "Ask a question, which a model answers with the tools of an MCP server.",
      tools: "List the tools of an MCP server.",
      call: "Call a tool of an MCP server, without a model.",
      trace: "Show a recorded run (--trace FILE.jsonl), or write it in another format.",
      models: "List the models that the model endpoint offers.",
      model: "Serve the offline model as an OpenAI-compatible endpoint, with faults of real ones.",
      health: "Check whether an MCP server is up.",
      doctor: "Check settings, server and model, and say what is wrong and what to do.",
      keys: "Make, list, replace, revoke and check keys for serve --keys-file.",
      help: "Print a page of the documentation, or list the pages.",
      completions: "Print a script that completes commands and flags in your shell.",
    },
    arguments: {
      question:
        "the question, or - to read it from stdin; by default piped input, or on a terminal a demo question",
      name: "the tool's name",
      arguments: "the tool's arguments as key=value, read according to its schema; key:=JSON takes any value",
      file: "a .jsonl file written by ask --trace",
      action: "new, list, rotate, revoke or check",
      key: "with rotate and revoke: the key's name or id",
      topic: "a page or a command; by default a list of the pages",
      shell: "bash, zsh or fish",
    },
    placeholders: {},
    showHelp: "show this help",
    showVersion: "show the version; with --verbose also the build",
    versionFacts: { commit: "commit", built: "built", runtime: "runtime", system: "system" },
    defaultIs: (value) => `default: ${value}`,
    variable: (names) => `variable: ${names}`,
    variableMeaning: (names, meaning) => `${names}: ${meaning}`,
    variableOnly: "Set only by a variable:",
    listSeparator: "; ",
    titles: {},
    limits: "Limits (--limit name=number), with their defaults:",
    after: `
Exit status: 0 answered, 1 internal error, 2 usage or settings,
3 MCP server unreachable, 4 key refused, 5 MCP or tool error,
6 model endpoint unreachable or its key refused, 7 model endpoint failing or
rate-limited, 8 no answer within --max-steps, 9 a call was refused,
10 a limit was hit, 130 interrupted.`,
  },
  settings: {
    serve: {
      host: "address to listen on: all addresses with a key, loopback only without one",
      port: "port to listen on; 0 takes a free one",
      authKeys: "bearer key that clients must send; repeatable, to rotate keys",
      authKeyFile: "file of bearer keys, one on a line; lines that begin with # are comments",
      keysFile: "file of keys that mcpdemo keys writes; read again when it changes",
      audit: "file to which a JSON line is added for each tool call and each refused key",
      auth: "allow a public address without a key",
      tlsCert: "certificate with its chain, in PEM: serve HTTPS; read again when it changes",
      tlsKey: "private key of the certificate, in PEM",
      allowOrigins: "web origin allowed to call from a browser, besides loopback; repeatable",
      allowHosts: "host name allowed in requests, besides loopback; repeatable",
      timeZone: "IANA time zone to use as local (default: the machine's own)",
      stateKey:
        "key that seals the state that clients carry between two rounds of a call; needed by replicas and across restarts (default: random)",
      wireKeys:
        "key that opens the wire view at /, instead of the server's keys; from other machines too; repeatable",
      limits: "limit of what clients can make the server hold, as name=number; repeatable",
      labs: "fault to stage, to learn its looks; repeatable, or with commas; list shows them all",
      yes: "allow --lab on an address that other machines can reach",
      logFormat:
        "log a line for each request on stderr: text, or json, which also makes every other line JSON",
      metrics: "count requests and calls, and serve the numbers at /metrics, in the format of Prometheus",
      workers:
        "threads that answer, on Linux; with more than one, only MCP 2026-07-28 is served, without wire view",
      redis: "Redis through which replicas behind one address share sessions",
      drain: "before it stops, serve so long while /healthz answers 503, so that balancers send no more",
      redisPrefix: "beginning of every name in Redis: replicas with different ones do not meet",
      wireSize: "exchanges that the wire view keeps; 0 turns it off, and the server records nothing",
      debug: "explain every request on stderr as it arrives",
      debugWire: "the same, with headers and bodies",
      language: "language of messages: en or fr",
    },
    model: {
      port: "port to listen on, on this machine alone; 0 takes a free one",
      quirks: "fault or oddity to stage; repeatable, or with commas; list shows them all",
      language: "language of messages: en or fr",
    },
    limits: {
      "body-bytes": "bytes of a request body",
      "body-seconds": "seconds for a request body to arrive",
      "json-depth": "levels of nesting in a body",
      "batch-messages": "messages of a batch, which 2025-03-26 alone has",
      "calls-per-key": "tool calls of a key at the same time",
      "sessions-per-key": "open sessions of a key",
      "sessions": "open sessions in total",
      "session-idle-seconds": "seconds until a session without requests and streams ends",
      "keep-alive-seconds": "seconds between two comments on a silent stream",
      "queued-bytes": "bytes that wait for a reader of a stream, which is cut off beyond",
      "kept-event-characters": "characters of events kept for the resumption of a session's streams",
      "wire-bytes": "bytes of memory of the wire view",
    },
    keys: {
      keysFile: "file that holds the keys, as hashes",
      name: "name of the new key: who or what will use it",
      scopes:
        "what the new key may do: tools:read lists tools, tools:call calls them; repeatable; all by default",
      tools: "tool that the new key may use; repeatable; all by default",
      expires: "time until the new key expires: 90d, 12h, 30m; never by default",
      overlap: "with rotate: time for which the earlier key stays valid",
      authKey: "with check: the key to check; by default it is read from stdin",
      json: "print JSON on stdout, and nothing else",
      language: "language of messages: en or fr",
    },
    client: {
      server: "server to check",
      servers:
        "MCP server, by its base URL, or its /mcp or /sse; repeatable; an embedded server if this is unset and no server is at the default",
      config: "file of MCP servers in the common mcpServers form: url, headers, ${VAR}",
      authKey: "bearer key of the MCP server",
      era:
        "era of MCP over HTTP: auto, 2026, 2025 or 2024; auto tries the newest first; ask also takes all, which compares them",
      apiUrl: "model endpoint, which serves the chat-completions API",
      apiKey: "key of the model endpoint; without one the offline model answers",
      model: "model to ask",
      interactive: "hold a conversation; piped input is read as one question per line",
      stream: "receive the answer whole instead of piece by piece",
      reasoning: "show the model's reasoning, dimmed, on stderr",
      usage: "show tokens, rounds and times at the end, on stderr",
      maxSteps: "maximum number of requests to the model",
      yes: "run every tool call without asking",
      allowTools: "run this tool without asking; repeatable",
      schema: "print the JSON Schema of this tool's arguments",
      input: "the arguments as a JSON object; - reads them from stdin",
      timeout: "seconds after which to give up",
      caFile: "PEM file of certificate authorities to trust besides the usual ones",
      strict: "exit with 1 if there are warnings",
      json: "print one JSON object on stdout, and nothing else",
      jsonStream: "print one JSON event per line on stdout, as they happen",
      debug:
        "explain every step on stderr: what mcpdemo sent, to which server or model, what came back, and why",
      debugWire: "the same, with headers and bodies",
      trace:
        "record the run in a file, in the format of its extension: .jsonl, .har, .mmd (Mermaid), .sh (curl) or .html",
      as: "format of the output: text, wire (text with headers and bodies), har, mmd, sh or html",
      language: "language of messages: en or fr",
    },
  },
  reasons: {
    not_json: () => "it is not JSON",
    wrong_form: ({ place }) => `it does not have the expected form at ${place}`,
    no_server: () => "it has no server with a url",
    server_url: ({ name }) => `the url of "${name}" is not a web address`,
    server_header: ({ name }) => `"${name}" has a header that HTTP cannot carry`,
    server_input: ({ name }) =>
      `it asks an editor to fill in ${name}, and mcpdemo fills in environment variables only`,
    no_certificate: () => "it contains no certificate in PEM form",
    not_tls: () => "the server does not use TLS: try http:// instead of https://",
    no_discover: () => "it does not support server/discover",
    other_revisions: ({ revisions }) => `it supports only ${revisions}`,
    not_http: () => "something other than HTTP answers there, possibly TLS",
    blocked_port: () => "the runtime refuses to send requests to this port, which browsers block as well",
    unknown_host: () => "no address is known for the host name",
    unknown_authority: () => "its certificate is signed by an authority that this machine does not trust",
    self_signed_certificate: () => "its certificate is self-signed: no authority has signed it",
    other_name_certificate: () => "its certificate is for another host name",
    expired_certificate: () => "its certificate has expired",
    early_certificate: () => "its certificate is not valid yet",
    client_certificate: () => "it requires a client certificate, which mcpdemo cannot send",
    broken_encoding: () => "the body is not compressed as its Content-Encoding says",
    broke_off: () => "the connection ended before the whole answer had come",
    broken_json: ({ text }) => `the body is not JSON: ${text}`,
    stream_ended: () => "its event stream ended without an answer",
    not_rpc: ({ text }) => `the body is not a JSON-RPC response: ${text}`,
    other_id: ({ id, expected }) => `it answered the id ${id} instead of ${expected}`,
    member: ({ name }) => `the result has no valid ${name}`,
    unknown_revision: ({ revision, revisions }) =>
      `it answered with the revision "${revision}"; mcpdemo supports ${revisions}`,
    legacy_call: ({ name }) => `a call of "${name}" as function_call, the form before tool calls`,
    custom_call: ({ name }) => `a custom call of "${name}", which has text in place of arguments`,
    nameless_call: () => "a call without the name of a tool",
    no_choice: () => "its answer contains no choices (API_URL should end where the API begins, often in /v1)",
    cut_before_answer: () => "the model reached its length limit before it said anything",
    only_reasoning: () => "the model reasoned, and then gave no answer",
    empty_answer: () => "its answer is empty",
    mcp_server: () => "an MCP server answers there",
    web_page: () => "it answers with a web page",
    no_content: () => "its answer has no content",
    no_list: () => "its answer is not a list",
    redirects_to_itself: () => "it redirects to itself",
    redirects_nowhere: () => "it redirects without a valid address",
    redirects_too_often: () => "it redirects again and again",
    other_scheme: () => "of the same host, but of another scheme or port",
    endpoint_invalid: ({ location }) => `its endpoint event names "${location}", which is not an address`,
    takes_no_post: () => "it takes no POST there (405)",
    calls_missing: () => "it says that it calls a tool, but its answer contains no call",
    ollama_format: () => "its answer has the format of Ollama's own API (Ollama's other API ends in /v1)",
    anthropic_format: () => "its answer has the format of Anthropic's Messages API",
    responses_format: () => "its answer has the format of OpenAI's Responses API",
    completions_format: () => "its answer has the format of text completions",
    malformed_json: () => "its answer is malformed JSON",
    nested_too_deep: () => "its answer is nested too deep",
    workers_keys: () => "a keys file, an audit file, metrics and a log of requests belong to one thread",
    other_key: () => "it is not the private key of the certificate",
    not_pem: () => "it holds no PEM block that can be read",
    no_file: () => "it does not exist",
    file_too_large: () => "it is larger than 8 MiB",
    no_keys: () => "it holds no key",
    key_mistyped: () => "its checksum is wrong: a character is missing or mistyped",
    key_unknown: () => "it is none of the keys in the file",
    key_expired: () => "it has expired",
    key_revoked: () => "it was revoked",
    workers_system: () => "only Linux spreads connections over threads that share a port",
    workers_permission: () => "this process may not read its own modules, which each thread loads",
    workers_redis: () => "its replicas serve sessions, and threads cannot",
    workers_labs: () => "a fault of --lab is staged in one thread",
    workers_debug: () => "--debug shows the requests of one thread only",
  },
  networkFixes: {
    not_tls: "write http:// instead of https://.",
    not_http: "if the server uses TLS, write https:// instead of http://; otherwise check the port.",
    blocked_port: "run the server on another port, for instance 8000.",
    unknown_host: "check the spelling of the host name, and the network.",
    unknown_authority:
      "trust the authority with --ca-file FILE.pem: the certificate of the authority, not the server's own.",
    self_signed_certificate:
      "a self-signed certificate cannot be given as --ca-file: create an authority, sign the server's certificate with it, and give the authority's with --ca-file.",
    other_name_certificate: "use the host name that the certificate was issued for.",
    expired_certificate: "have the server's certificate renewed, and check this machine's clock.",
    early_certificate: "check this machine's clock, and when the certificate begins to be valid.",
    client_certificate: "use an address of the server that does not require one.",
    broken_encoding: "check the server, and any proxy in front of it that compresses answers.",
    broke_off: "try again; if it happens again, look at the server's log, or at a proxy in between.",
    redirects_to_itself: "report this to the operator: no other address follows from such a redirect.",
    redirects_nowhere: "report this to the operator: no address follows from such a redirect.",
    redirects_too_often: "report this to the operator: mcpdemo follows at most three redirects.",
  },
  statusFixes: {
    402: "pay for the service, or check the plan of the account: the server requires it.",
    404: "check the address and the path: the path of an MCP server is usually /mcp, of an older one /sse.",
    405:
      "check the path: what answers there takes no POST. The path of an MCP server is usually /mcp, of an older one /sse.",
    406:
      "report this to the developers of the server: it refuses application/json and text/event-stream, which mcpdemo accepts.",
    408: "try again: the server, or a proxy in front of it, waited too long for the request.",
    410: "ask the operator for the new address: this one is gone for good.",
    411: "look at the proxy in front of the server: it requires a Content-Length, which mcpdemo sends.",
    413: "send less: the server, or a proxy in front of it, limits the size of a request.",
    414: "use a shorter address.",
    415: "check the path: what answers there takes no JSON.",
    421:
      "check the host name: the machine that answers is not the one for this name, as after a change of DNS or behind a proxy that shares connections.",
    425: "try again: the server refuses a request this early in the TLS handshake.",
    426:
      "use the protocol that the server asks for, such as https:// instead of http://; MCP over WebSocket is not MCP over HTTP.",
    428:
      "report this to the operator: a proxy in front of the server requires a condition that MCP does not have.",
    431: "send fewer or shorter headers: a key in --config may be too long for the server.",
    451: "the server is legally not allowed to answer this machine, for instance for its country.",
    499: "try again: a proxy in front of the server gave up the request.",
    500: "look at the server's own log; see what mcpdemo sent with --debug.",
    501: "check the path: what answers there does not implement POST.",
    502:
      "look at the proxy in front of the server: it could not reach the server, or got no valid answer from it.",
    503:
      "wait a moment, and try again: the server, or a proxy in front of it, says that it is unavailable for now.",
    504: "look at the server behind the proxy: it did not answer within the proxy's time limit.",
    505: "look at the proxy in front of the server: it does not support the version of HTTP.",
    507: "free space on the server's disk, or ask its operator to.",
    508: "look at the proxies in front of the server: they send the request in a circle.",
    511: "sign in to the network that this machine uses, such as the page of a hotel's Wi-Fi.",
    520: "look at the server behind Cloudflare: it gave Cloudflare an answer that is not valid.",
    521: "start the server behind Cloudflare: it refuses Cloudflare's connections.",
    522: "look at the server behind Cloudflare: it does not accept Cloudflare's connections in time.",
    523: "look at the server behind Cloudflare: Cloudflare finds no way to its address.",
    524: "look at the server behind Cloudflare: it did not answer within Cloudflare's time limit.",
    525: "look at the TLS of the server behind Cloudflare: its handshake failed.",
    526: "look at the certificate of the server behind Cloudflare: it is not valid.",
    530: "look at the server's name at Cloudflare: it does not lead to a server.",
  },
  errorLine: (code, status, title) => `Error ${code} (exit status ${status}): ${title}`,
  linesDropped: (count) =>
    `… (${count} ${count === 1 ? "line was" : "lines were"} dropped: no program read them)`,
  fixLine: (fix) => `What to do: ${fix}`,
  errors: {
    internal: ({ detail }) => ({
      title: `mcpdemo failed with an internal error: ${detail}.`,
      fix: "run the command again with --debug, and report what it shows.",
    }),
    answer_lost: ({ detail }) => ({
      title: `mcpdemo could not write the answer to stdout: ${detail}.`,
      fix: "check where stdout goes (a full disk, a closed pipe), and ask again.",
    }),
    unknown_flag: ({ flag, nearest, command, argument }) => ({
      title: `There is no flag ${flag}.`,
      fix: (argument ? `a tool's argument is written without dashes: ${argument}. ` : "") +
        (nearest ? `did you mean ${nearest}? ` : "") +
        `"mcpdemo ${command ? `${command} ` : ""}--help" lists them all.`,
    }),
    unknown_command: ({ name, nearest }) => ({
      title: `There is no command "${name}".`,
      fix: (nearest ? `did you mean "${nearest}"? ` : "") + `"mcpdemo --help" lists them all.`,
    }),
    usage: ({ detail }) => ({
      title: `mcpdemo cannot read the command line: ${detail}.`,
      fix: `see "mcpdemo --help".`,
    }),
    bad_value: ({ name, value, takes, unit }) => ({
      title: `${name} cannot be "${value}".`,
      fix: takes
        ? `give ${name} one of: ${takes}${unit ? ` ${unit}` : ""}.`
        : `see what ${name} takes with --help.`,
    }),
    bad_url: ({ name, value }) => ({
      title: `${name} is not a web address: "${value}".`,
      fix: "write the whole address, for instance http://localhost:8000.",
    }),
    env_file_unreadable: ({ path }) => ({
      title: `mcpdemo cannot read the file ${path}, which exists.`,
      fix: "make the file readable, or move it away.",
    }),
    trace_format: ({ path, formats }) => ({
      title: `The extension of ${path} is not a trace format.`,
      fix: `use one of these extensions: ${formats}.`,
    }),
    trace_unwritable: ({ path, detail }) => ({
      title: `mcpdemo cannot write the file ${path}: ${detail}.`,
      fix: "check the folder and its permissions.",
    }),
    trace_exists: ({ path }) => ({
      title: `The file ${path} exists, and a recording does not overwrite it.`,
      fix: "remove the file, or give --trace another name.",
    }),
    trace_unreadable: ({ path, detail }) => ({
      title: `mcpdemo cannot read the file ${path}: ${detail}.`,
      fix: `record a run first: mcpdemo ask --trace run.jsonl "what time is it".`,
    }),
    invalid_trace_file: ({ path, line }) => ({
      title: `Line ${line} of ${path} is not a recorded exchange.`,
      fix: "give a .jsonl file written by ask --trace.",
    }),
    empty_question: () => ({
      title: "The question is empty.",
      fix: 'write it after ask, or send it to stdin: echo "what time is it" | mcpdemo ask.',
    }),
    conflicting_flags: ({ flag, other }) => ({
      title: `${flag} and ${other} cannot be used together.`,
      fix: "remove one of them.",
    }),
    multiple_keys: () => ({
      title: "Several MCP keys were given, but a client sends only one.",
      fix: "give one key; for servers with different keys, list the servers in a file and use --config.",
    }),
    value_missing: ({ flag }) => ({
      title: `${flag} needs a value.`,
      fix: `write it after the flag: ${flag} VALUE.`,
    }),
    argument_missing: ({ command, name }) => ({
      title: `"mcpdemo ${command}" needs an argument: ${name}.`,
      fix: `see "mcpdemo ${command} --help".`,
    }),
    arguments_extra: ({ command }) => ({
      title: `"mcpdemo ${command}" takes fewer arguments than it was given.`,
      fix: `see "mcpdemo ${command} --help".`,
    }),
    key_empty: () => ({
      title: "The MCP key is set but empty.",
      fix: "give --auth-key (or MCP_SERVER_AUTH_KEY) a value, or do not set it.",
    }),
    key_unsendable: () => ({
      title: "The MCP key contains a character that an HTTP header cannot carry.",
      fix: "use ASCII letters, digits and punctuation, without spaces or commas.",
    }),
    key_is_flag: () => ({
      title: "--auth-key is followed by another flag instead of a key.",
      fix: "write the key after --auth-key, and check whether a variable was empty.",
    }),
    key_and_no_auth: () => ({
      title: "A key and --no-auth were both given.",
      fix: "remove one of them; the key may also come from MCP_SERVER_AUTH_KEY or .env.",
    }),
    bad_host: ({ name, value }) => ({
      title: `${name} is not an address or a host name: "${value}".`,
      fix: "write it without a scheme or a port, for instance 127.0.0.1 or ::1; --port sets the port.",
    }),
    bad_time_zone: ({ name, near }) => ({
      title: `There is no time zone "${name}".`,
      fix: `use an IANA name, such as the nearest ones: ${near}.`,
    }),
    workers_unavailable: ({ detail, reason }) => ({
      title: `serve cannot use several threads: ${detail}.`,
      fix: {
        workers_permission: "use the binary, or: deno task mcpdemo serve --workers 2",
        workers_debug: "leave out --debug or --workers.",
      }[reason as string] ?? "leave out --workers, or run several servers behind a proxy.",
    }),
    public_without_key: ({ host }) => ({
      title: `Without a key, mcpdemo does not listen on ${host}, where other machines could reach it.`,
      fix: "give a key (--auth-key) or a loopback address, or add --no-auth to run without a key on purpose.",
    }),
    keys_file_unreadable: ({ path, detail }) => ({
      title: `mcpdemo cannot read the keys file ${path}: ${detail}.`,
      fix: "check the path, or make the file: mcpdemo keys new --name alice --keys-file keys.json",
    }),
    keys_file_broken: ({ path, detail }) => ({
      title: `The keys file ${path} is not valid: ${detail}.`,
      fix: 'restore it; only "mcpdemo keys" should write it.',
    }),
    keys_file_unwritable: ({ path, detail }) => ({
      title: `mcpdemo cannot write the keys file ${path}: ${detail}.`,
      fix: "check the folder and its permissions; the file is as it was.",
    }),
    keys_file_locked: ({ path }) => ({
      title: `Another process has been changing the keys file ${path} for 5 s.`,
      fix: "try again when it has ended.",
    }),
    key_name_taken: ({ name, path }) => ({
      title: `There is a valid key named "${name}" in ${path}.`,
      fix: `replace it with "mcpdemo keys rotate ${name}", or choose another name.`,
    }),
    bad_key_name: ({ name }) => ({
      title: `"${name}" cannot be the name of a key.`,
      fix:
        'use up to 64 lower-case letters, digits, ".", "_" and "-", beginning with a letter or digit; not "anonymous", and nothing that begins with "key-".',
    }),
    no_such_key: ({ name, path, nearest }) => ({
      title: `No valid key in ${path} has the id or name "${name}".`,
      fix: (nearest ? `did you mean "${nearest}"? ` : "") + '"mcpdemo keys list" shows them all.',
    }),
    unknown_action: ({ name, near, nearest }) => ({
      title: `"mcpdemo keys" cannot do "${name}".`,
      fix: (nearest ? `did you mean "${nearest}"? ` : "") + `It takes ${near}.`,
    }),
    flag_missing: ({ command, flag }) => ({
      title: `"mcpdemo${command ? ` ${command}` : ""}" needs ${flag}.`,
      fix: `see "mcpdemo ${command ? `${command.split(" ")[0]} ` : ""}--help".`,
    }),
    unknown_lab: ({ name, nearest }) => ({
      title: `"${name}" is not a lab.`,
      fix: (nearest ? `did you mean "${nearest}"? ` : "") + '"mcpdemo serve --lab list" shows them all.',
    }),
    public_lab: ({ host }) => ({
      title:
        `With --lab the server is broken on purpose, and would listen on ${host}, which other machines can reach.`,
      fix: "leave out --host, or say --yes.",
    }),
    unknown_quirk: ({ name, nearest }) => ({
      title: `"${name}" is not a quirk.`,
      fix: (nearest ? `did you mean "${nearest}"? ` : "") + '"mcpdemo model --quirk list" shows them all.',
    }),
    key_not_accepted: ({ path, detail }) => ({
      title: `A server with the keys file ${path} would refuse this key: ${detail}.`,
      fix: 'copy the key again, or ask for a new one: "mcpdemo keys new".',
    }),
    tls_unusable: ({ path, detail }) => ({
      title: `mcpdemo cannot use ${path} for TLS: ${detail}.`,
      fix:
        "give --tls-cert the certificate with its chain, and --tls-key its private key, both in PEM and without a password.",
    }),
    audit_unwritable: ({ path, detail }) => ({
      title: `mcpdemo cannot write the audit file ${path}: ${detail}.`,
      fix: "check the folder and its permissions.",
    }),
    port_taken: ({ host, port }) => ({
      title: `Another program uses port ${port} of ${host}.`,
      fix: `stop that program, or use another port: --port ${
        Number(port) < 65_535 ? Number(port) + 1 : 8000
      }, or --port 0 for any free one.`,
    }),
    cannot_listen: ({ host, port, detail }) => ({
      title: `mcpdemo cannot listen on ${host}, port ${port}: ${detail}.`,
      fix: "check --host and --port: the address must belong to this machine.",
    }),
    redis_unreachable: ({ host, detail }) => ({
      title: `Redis at ${host} cannot be used: ${detail}.`,
      fix: "check --redis: the address, the user name and the password, and rediss:// if it uses TLS.",
    }),
    no_such_tool: ({ name, near }) => ({
      title: `The server has no tool "${name}".`,
      fix: `${near ? `did you mean one of these: ${near}? ` : ""}"mcpdemo tools" lists its tools.`,
    }),
    argument_form: ({ value }) => ({
      title: `The argument "${value}" is not of the form key=value.`,
      fix: "write key=value or key:=JSON, or give all arguments with --input.",
    }),
    argument_value: ({ name, value, type }) => ({
      title: `${name} cannot be "${value}": its type is ${type}.`,
      fix: `see the schema of the tool: "mcpdemo tools --schema NAME".`,
    }),
    unknown_shell: ({ name }) => ({
      title: `mcpdemo has no completions for the shell "${name}".`,
      fix: "use bash, zsh or fish.",
    }),
    unknown_topic: ({ name, nearest }) => ({
      title: `There is no page "${name}".`,
      fix: (nearest ? `did you mean "${nearest}"? ` : "") + `"mcpdemo help" lists them all.`,
    }),
    mcp_unreachable: ({ url, detail, reason }) => ({
      title: `mcpdemo could not connect to an MCP server at ${url}${detail ? ` (${detail})` : ""}.`,
      fix: (reason && en.networkFixes[reason]) ??
        `start a server ("mcpdemo serve"), or check the address in --server or MCP_SERVER_URL.`,
    }),
    mcp_silent: ({ url, detail, reason }) => ({
      title: `mcpdemo got no HTTP answer from ${url}${detail ? ` (${detail})` : ""}.`,
      fix: (reason && en.networkFixes[reason]) ??
        "check that an HTTP server uses this port (one with TLS needs https://), and that no proxy is in between.",
    }),
    mcp_timeout: ({ url, seconds, method }) => ({
      title: `mcpdemo waited ${seconds} s for ${url} to answer ${method}, and no answer came.`,
      fix: `allow more time with --timeout, or look at what the server is doing${
        method === "GET" ? "; a proxy may hold its stream back (nginx: proxy_buffering off)" : ""
      }.`,
    }),
    mcp_proxy_key: ({ url, detail }) => ({
      title: `A proxy on the way to ${url} requires credentials of its own (407).${
        detail ? ` It says: ${detail}` : ""
      }`,
      fix:
        "put them into HTTPS_PROXY or HTTP_PROXY (http://USER:PASSWORD@HOST:PORT), or add the server to NO_PROXY.",
    }),
    mcp_key_missing: ({ url, detail, config, type }) => ({
      title: `The MCP server at ${url} requires a key (401), and none was sent.${
        detail ? ` It says: ${detail}` : ""
      }`,
      fix: type
        ? `it asks for credentials of its own kind, not for a bearer key (${type}): write the whole header that it expects, such as Authorization, ${
          config ? `into the headers of this server in ${config}` : "into a file for --config"
        }.`
        : config
        ? `in ${config}, add an Authorization header to the headers of this server: Bearer and the key.`
        : "set MCP_SERVER_AUTH_KEY, or use --auth-key.",
    }),
    mcp_key_refused: ({ url, detail, config, status, scope, metadata, type }) => ({
      title: `The MCP server at ${url} refused the key (${status}).${detail ? ` It says: ${detail}` : ""}`,
      fix:
        (scope
          ? `use a key or token with the scope ${scope}${config ? ` in ${config}` : ""}.`
          : type
          ? `it asks for credentials of its own kind, not for a bearer key (${type}): write the whole header that it expects, such as Authorization, ${
            config ? `into the headers of this server in ${config}` : "into a file for --config"
          }.`
          : `check ${
            config ? `the headers of this server in ${config}` : "MCP_SERVER_AUTH_KEY or --auth-key"
          }: the key may be wrong, expired or revoked.`) +
        (metadata ? ` The server also offers OAuth, described at ${metadata}.` : ""),
    }),
    mcp_forbidden: ({ url, detail, config }) => ({
      title: `The MCP server at ${url} forbids access (403); no key was sent.${
        detail ? ` It says: ${detail}` : ""
      }`,
      fix: `if the server has keys, ${
        config
          ? `add an Authorization header for it in ${config}`
          : "set MCP_SERVER_AUTH_KEY or use --auth-key"
      }; otherwise something in front of it, such as a firewall, refuses this machine.`,
    }),
    mcp_oauth_required: ({ url, detail, metadata }) => ({
      title: `The MCP server at ${url} requires an OAuth sign-in (401), described at ${metadata}.${
        detail ? ` It says: ${detail}` : ""
      }`,
      fix:
        "mcpdemo cannot sign in; get an access token elsewhere, and pass it with --auth-key or MCP_SERVER_AUTH_KEY.",
    }),
    not_an_mcp_server: ({ url, detail, reason, status = "" }) => ({
      title: `The server at ${url} answered, but not as an MCP server: ${detail}.`,
      fix: (reason && en.networkFixes[reason]) ?? en.statusFixes[status] ??
        "check the address and the path: the path of an MCP server is usually /mcp, of an older one /sse.",
    }),
    unsupported_era: ({ url, era, detail }) => ({
      title: `The MCP server at ${url} does not support the ${era} era: ${detail}.`,
      fix: "remove --era: mcpdemo then finds the era by itself.",
    }),
    mcp_error: ({ url, detail, reason, status = "" }) => ({
      title: `The MCP server at ${url} answered with an error: ${detail}.`,
      fix: (reason && en.networkFixes[reason]) ?? en.statusFixes[status] ??
        "look at the server's own log; see what mcpdemo sent with --debug.",
    }),
    mcp_busy: ({ url, detail, seconds }) => ({
      title: `The MCP server at ${url} refused the request for now (429).${
        detail ? ` It says: ${detail}` : ""
      }`,
      fix: seconds ? `wait ${seconds} s, as it asks, and try again.` : "wait a moment, and try again.",
    }),
    mcp_moved: ({ url, location, status }) => ({
      title: `The MCP server at ${url} has moved to ${location} (${status}).`,
      fix: /log-?in|sign-?in|\bsso\b|\bauth/i.test(location ?? "")
        ? `that looks like a page to sign in, for browsers: ask the operator how programs reach the server; if it is the right address: --server ${location}`
        : `use that address: --server ${location}`,
    }),
    mcp_handshake_refused: ({ url, detail, status }) => ({
      title: `The MCP server at ${url} refused the handshake (initialize${
        status ? `, HTTP ${status}` : ""
      }): ${detail}.`,
      fix: "do what the server asks for in its message; its own log may say more.",
    }),
    mcp_invalid_answer: ({ url, method, detail }) => ({
      title: `The MCP server at ${url} answered ${method}, but not as MCP requires: ${detail}.`,
      fix: "report this to the developers of the server; see its whole answer with --debug=wire.",
    }),
    ca_file_unreadable: ({ path, detail }) => ({
      title: `mcpdemo cannot use the file ${path} as certificate authorities: ${detail}.`,
      fix: "give a PEM file: a text file with one or more BEGIN CERTIFICATE blocks.",
    }),
    config_unreadable: ({ path, detail }) => ({
      title: `mcpdemo cannot use the configuration ${path}: ${detail}.`,
      fix: "give a JSON file whose mcpServers object lists servers, each with its url.",
    }),
    approvals_unreadable: ({ path }) => ({
      title: `mcpdemo cannot read the file ${path}, which lists the tools that you allowed.`,
      fix: "fix the file, or move it away: every tool then counts as new.",
    }),
    config_variable: ({ path, name }) => ({
      title: `The file ${path} uses the variable ${name}, which is not set.`,
      fix: `set ${name}, or write \${${name}:-a default}.`,
    }),
    tool_error: ({ name, detail, state }) => ({
      title: state
        ? `The call of ${name} got no answer of the tool: ${detail}`
        : `The tool ${name} answered with an error: ${detail}`,
      fix: state
        ? "see the exchange with --debug; if the call may have taken effect, check that before you repeat it."
        : `read the error, and check the arguments against "mcpdemo tools --schema ${name}".`,
    }),
    redirect_refused: ({ url, location }) => ({
      title:
        `The server at ${url} redirects to ${location}, another origin; mcpdemo does not send the key there.`,
      fix: "if that is the right server, give its address as --server.",
    }),
    endpoint_refused: ({ url, location, reason }) => ({
      title:
        `The server at ${url} asks for messages to be sent to ${location}, another origin; mcpdemo sends nothing there.`,
      fix: reason === "other_scheme"
        ? "tell the server its public address, or let the proxy in front of it pass on X-Forwarded-Proto and Host: the server does not seem to know them."
        : "if that is the right server, give its address as --server.",
    }),
    mcp_messages_refused: ({ url, location, detail }) => ({
      title:
        `The MCP server at ${url} named ${location} in its endpoint event as the address for messages, and that address answered: ${detail}.`,
      fix:
        "if a proxy in front of the server adds a part to the path, tell the server (its public address or root path), or let the proxy pass that address on as well.",
    }),
    mcp_session_refused: ({ url, detail }) => ({
      title: `The MCP server at ${url} does not know the session that it has just opened: ${detail}.`,
      fix:
        "if several replicas serve this address, give them a shared session store, or route each session to one of them.",
    }),
    mcp_sends_too_much: ({ url, most }) => ({
      title: `The MCP server at ${url} sent more than ${most} in one answer; mcpdemo does not read the rest.`,
      fix: "ask for less at a time, or use a server that you trust.",
    }),
    mcp_lists_too_many_pages: ({ url, most }) => ({
      title: `The MCP server at ${url} lists its tools on more than ${most} pages.`,
      fix: "report it to the operator, since the list may never end, or use a server that you trust.",
    }),
    mcp_lists_too_many_tools: ({ url, most }) => ({
      title: `The MCP server at ${url} has more than ${most} tools, too many for a model.`,
      fix: "use a server with fewer tools, or another address of this server that offers fewer.",
    }),
    mcp_lists_too_much: ({ url, most }) => ({
      title: `The tool definitions of the MCP server at ${url} exceed ${most}, too much for a model.`,
      fix: "use a server with fewer tools, or another address of this server that offers fewer.",
    }),
    mcp_nests_too_deep: ({ url, most }) => ({
      title: `The MCP server at ${url} sent data nested deeper than ${most} levels.`,
      fix: "report it to the operator of the server, or use a server that you trust.",
    }),
    mcp_asks_too_much: ({ url, most }) => ({
      title: `The MCP server at ${url} asked the client more than ${most} questions during one call.`,
      fix: "report it to the operator of the server, or use a server that you trust.",
    }),
    model_sends_too_much: ({ url, most }) => ({
      title:
        `The model endpoint at ${url} sent more than ${most} in one answer; mcpdemo does not read the rest.`,
      fix: "check API_URL, report it to the operator of the endpoint, or use one that you trust.",
    }),
    model_unreachable: ({ url, detail }) => ({
      title: `mcpdemo could not reach the model endpoint at ${url}${detail ? ` (${detail})` : ""}.`,
      fix: "check API_URL and the network; without API_KEY and API_URL the offline model answers.",
    }),
    model_key_missing: ({ url, detail }) => ({
      title: `The model endpoint at ${url} requires a key, and API_KEY is not set.${
        detail ? ` It says: ${detail}` : ""
      }`,
      fix: "set API_KEY to the key that the endpoint's operator gave you.",
    }),
    model_forbidden: ({ url, detail }) => ({
      title: `The model endpoint at ${url} forbids the request (403).${detail ? ` It says: ${detail}` : ""}`,
      fix:
        "ask its operator what API_KEY may do; a provider or a firewall may also refuse a model, a country or a network.",
    }),
    model_key_unsendable: () => ({
      title:
        "API_KEY contains a character that an HTTP header cannot carry, such as a curly quote or a line end.",
      fix: "copy the key again, without quotes and line ends.",
    }),
    model_redirects: ({ url, location }) => ({
      title:
        `The model endpoint at ${url} redirects to ${location}; mcpdemo does not send the question there.`,
      fix: `if that is the right endpoint, set API_URL or --api-url to ${location}.`,
    }),
    model_wrong_address: ({ url, detail }) => ({
      title: `The address ${url} does not look like a model endpoint: ${detail}.`,
      fix:
        "set API_URL to the base of a chat-completions API, often ending in /v1; give the address of an MCP server as --server.",
    }),
    model_key_refused: ({ url, detail }) => ({
      title: `The model endpoint at ${url} refused the key.${detail ? ` It says: ${detail}` : ""}`,
      fix: "check API_KEY: the endpoint must know this key.",
    }),
    model_not_found: ({ url, model, detail, nearest }) => ({
      title: `The model endpoint at ${url} does not know the model "${model}"${
        nearest ? "" : ", or API_URL is not the base of its API"
      }.${detail ? ` It says: ${detail}` : ""}`,
      fix: nearest
        ? `choose a model that it offers with --model or DEFAULT_MODEL: ${nearest}; "mcpdemo models" lists all.`
        : "check DEFAULT_MODEL or --model, and that API_URL ends where the API begins (often in /v1).",
    }),
    model_rate_limited: ({ url, detail, seconds }) => ({
      title: `The model endpoint at ${url} limits requests (429).${detail ? ` It says: ${detail}` : ""}`,
      fix: seconds
        ? `wait ${seconds} s, as the endpoint asks, and ask again.`
        : "wait a moment and ask again.",
    }),
    model_quota: ({ url, detail }) => ({
      title: `The quota or the credit of the key is used up at the model endpoint ${url}.${
        detail ? ` It says: ${detail}` : ""
      }`,
      fix: "check the plan and the billing of the account at the provider; waiting a moment does not help.",
    }),
    model_context_exceeded: ({ url, model, detail }) => ({
      title: `The question and the tools are too long for the context of the model "${model}" at ${url}.${
        detail ? ` It says: ${detail}` : ""
      }`,
      fix:
        "shorten the question, connect fewer servers (each tool takes room), or ask for smaller results; or use a model with a larger context.",
    }),
    model_failing: (data) => ({
      title: `The model endpoint at ${data.url} gave no usable answer: ${data.detail}.`,
      fix: data.seconds
        ? `wait ${data.seconds} s, as the endpoint asks, and try again; or see the exchange with --debug.`
        : data.status
        ? `it refuses this request (${data.status}), and will again: see what it says, and the exchange with --debug; or try another model (--model).`
        : "try again, try another model (--model), or see the exchange with --debug.",
    }),
    model_broke_off: ({ url, detail }) => ({
      title: `The model endpoint at ${url} broke off before the end of its answer${
        detail ? ` (${detail})` : ""
      }; mcpdemo ran none of its tool calls.`,
      fix:
        "try again; if it happens again, look at the endpoint's log, or at the time limit of a proxy in front of it.",
    }),
    model_refused: ({ url, model, detail }) => ({
      title: `The model "${model}" at ${url} refused to answer.${detail ? ` It says: ${detail}` : ""}`,
      fix: "ask in other words, or try another model (--model).",
    }),
    model_filtered: ({ url, detail }) => ({
      title: `The content filter of the model endpoint at ${url} stopped the answer.${
        detail ? ` It says: ${detail}` : ""
      }`,
      fix: "ask in other words; the operator of the endpoint sets its filter.",
    }),
    model_repeats: ({ url, model, detail }) => ({
      title: `The model "${model}" at ${url} repeats the same text without end${
        detail ? ` (${detail})` : ""
      }; mcpdemo stopped it.`,
      fix:
        "ask in other words, try another model (--model), or raise the repetition penalty of the endpoint; more time does not help.",
    }),
    model_tools_off: ({ url, detail }) => ({
      title: `The model endpoint at ${url} does not accept tool calls as it was started. It says: ${detail}.`,
      fix:
        "restart the endpoint with tool calls: llama.cpp with --jinja, vLLM with --enable-auto-tool-choice --tool-call-parser.",
    }),
    model_without_tools: ({ url, model, detail }) => ({
      title: `The model "${model}" at ${url} cannot call tools. It says: ${detail}.`,
      fix: `choose a model that can, with --model; "mcpdemo models" lists the models.`,
    }),
    model_call_unsupported: ({ url, model, detail }) => ({
      title: `The model "${model}" at ${url} made ${detail || "a call"} that mcpdemo cannot run.`,
      fix:
        "update the endpoint to one that sends tool_calls with functions, or choose another model (--model).",
    }),
    model_call_as_text: ({ url, model, name }) => ({
      title: `The model "${model}" at ${url} wrote a call of "${name}" as text; mcpdemo did not run it.`,
      fix:
        "enable tool calls at the endpoint (vLLM: --enable-auto-tool-choice --tool-call-parser), or choose another model.",
    }),
    models_not_listed: ({ url, detail }) => ({
      title: `The model endpoint at ${url} does not list its models: ${detail}.`,
      fix: "ask its operator for a model's name, and give it as --model or DEFAULT_MODEL.",
    }),
    max_steps: ({ steps, name }) => ({
      title: `mcpdemo asked the model ${
        steps === "1" ? "once" : `${steps} times`
      }, and the model still asked for tool calls${
        name ? `: at last three times for the same call of "${name}"` : ""
      }.`,
      fix: name
        ? "try another model (--model): this one does not seem to read the results of its calls; more requests do not help."
        : "ask something simpler, or allow more requests with --max-steps.",
    }),
    timeout: ({ seconds, url, method, state, status, headers, waited }) => {
      const limit = seconds === "1" ? "one second" : `${seconds} seconds`;
      if (waited === undefined) {
        return { title: `mcpdemo got no answer within ${limit}.`, fix: "allow more time with --timeout." };
      }
      const seen = {
        none: `no HTTP answer came in ${waited} s`,
        headers:
          `the headers came after ${headers} s (HTTP ${status}), and no body had followed after ${waited} s`,
        body: `the answer began after ${headers} s (HTTP ${status}), and was not complete after ${waited} s`,
        accepted: `it was accepted (HTTP ${status}), and no answer came on the event stream in ${waited} s`,
      }[state ?? "none"];
      return {
        title:
          `mcpdemo gave up after ${limit} (--timeout). It was waiting for ${url} to answer ${method}: ${seen}.`,
        fix: state === "headers"
          ? "if a proxy is in between, it may hold back the stream (nginx: proxy_buffering off); otherwise see what the server is doing, or allow more time with --timeout."
          : "see what the server at this address is doing, or allow more time with --timeout.",
      };
    },
    interrupted: () => ({ title: "You interrupted mcpdemo.", fix: "run the command again when you like." }),
  },
  serve: {
    ready: (version, address) => `mcpdemo ${version} listens on ${address}`,
    eras: ["stateless, 2026-07-28", "sessions, 2025-03-26 to 2025-11-25", "HTTP+SSE, 2024-11-05"],
    authOn: (count) => count === 1 ? "Key required (1 key)" : `Key required (${count} keys, any of them)`,
    authOff: "OPEN MODE: no key required; only this machine can connect",
    authOffPublic: "OPEN MODE: no key required, AND OTHER MACHINES CAN CONNECT (--no-auth)",
    randomStateKey: "State key: random; set MCP_STATE_KEY for replicas and restarts",
    keysFile: (count, path) =>
      `Key required (${count === 1 ? "1 key" : `${count} keys`} in ${path}, read again when it changes)`,
    keysChanged: (count, path) => `${path} has changed: ${count === 1 ? "1 key" : `${count} keys`} in it.`,
    keysKept: (problem) => `${problem} The keys stay as they were.`,
    keyEnded: (name) => `The key "${name}" has ended or changed: its sessions and streams end.`,
    labs: "BROKEN ON PURPOSE (--lab):",
    tlsRenewed: "The certificate has changed; new connections get it.",
    tlsKept: (problem) => `${problem} The certificate stays as it was.`,
    auditFailing: (path, reason) =>
      `The audit file ${path} cannot be written (${reason}); lines are lost and counted.`,
    replicas: (address) => `Sessions shared with other replicas through Redis at ${address}`,
    redisAway: (reason) =>
      `Redis does not answer (${reason}). Sessions wait for it with 503; MCP 2026-07-28 is served.`,
    redisBack: "Redis answers again.",
    redisRefuses: (words) => `Redis refuses a command: ${words}`,
    draining: (seconds) => `Draining: /healthz answers 503 for ${seconds} s before the server stops.`,
    workers: (count) => `${count} threads (--workers): they serve MCP 2026-07-28 only, without the wire view`,
    wireView: (url, hasOwnKey) =>
      `Wire view: open ${url} in a browser to see the traffic as it happens` +
      (hasOwnKey ? " (only the key of --wire-key opens it)" : ""),
    timeZoneUnknown: (value, zone) =>
      `TZ="${value}" is not an IANA time zone; mcpdemo uses ${zone} as local (set TZ=Europe/Paris, for instance).`,
    otherTerminal: "In another terminal:",
    exampleQuestion: "what time is it",
    stop: "Press Ctrl-C to stop the server.",
    stopping: "Stopping once the running calls have finished.",
    stopped: "Stopped.",
    listeningAgain: (reason) => `The listener failed (${reason}); mcpdemo listens again.`,
  },
  model: {
    ready: (url) => `The offline model listens at ${url}, for any OpenAI client`,
    stop: "Press Ctrl-C to stop it.",
  },
  labs: {
    "no-challenge": "refuses every request with 401, without WWW-Authenticate",
    "expired-token": "refuses every token as expired (401 invalid_token)",
    "oauth-bait": "asks for OAuth, at an address that does not exist",
    "forbidden": "forbids everything (403 insufficient_scope)",
    "rate-limited": "refuses every other request for a second (429)",
    "proxy-502": "answers with a proxy's page (502)",
    "moved": "redirects to another origin (301)",
    "slash-redirect": "redirects to the same address with a slash (307)",
    "html-page": "answers with a web page (200)",
    "old-server": "speaks HTTP+SSE of 2024 only",
    "odd-probe-404": "answers the probe of a new client with 404",
    "odd-probe-400": "answers the probe of a new client with 400",
    "odd-probe-500": "answers the probe of a new client with 500",
    "odd-probe-empty": "answers the probe of a new client with nothing",
    "odd-probe-html": "answers the probe of a new client with a web page",
    "odd-probe-hang": "never answers the probe of a new client",
    "drop-session": "loses its first session after a few requests",
    "two-replicas": "answers in turns with two servers that do not share sessions",
    "buffered-stream": "holds each stream back until its end",
    "gzip-stream": "compresses its streams, which holds them back",
    "dead-stream": "opens streams on which nothing comes",
    "slow-first-byte": "waits for three seconds before each answer",
    "wrong-content-type": "calls its JSON plain text",
    "wrong-id": "answers with the id of another request",
    "slow-tool": "waits for three seconds before each tool call",
    "hung-tool": "never answers a tool call",
    "tool-errors": "has tools that fail",
    "huge-result": "answers a call with 20 MiB of text",
    "bad-tool": "has a tool with a schema that strict endpoints refuse",
    "null-fields": "writes null for what it should leave out",
    "poisoned-description": "hides instructions to the model in its descriptions",
    "changed-definition": "changes its tools each time that they are listed",
  },
  quirks: {
    "wrong-key": "refuses every key (401)",
    "no-access": "forbids the model to this key (403)",
    "no-model": "does not have the model (404)",
    "quota": "says that the quota is used up (429)",
    "rate-limited": "refuses every other request for one second (429 with Retry-After)",
    "overloaded": "is overloaded (503)",
    "html-error": "answers with a proxy's page (502)",
    "redirect": "redirects to another origin (301)",
    "error-in-200": "answers 200 with an error in the body",
    "context-full": "says that the context is too long (400)",
    "no-tools": "refuses tools (400)",
    "drops-tools": "leaves the tools out of the prompt, as some templates do",
    "slow": "waits for three seconds before each answer",
    "cut-stream": "breaks the connection in the middle of a stream",
    "no-end": "ends its stream without finish_reason and [DONE]",
    "no-done": "ends its stream without [DONE]",
    "error-in-stream": "reports an error in the middle of a stream",
    "comments": "sends comments between the events of its stream",
    "never-streamed": "answers in one piece, even if it is asked to stream",
    "no-content-type": "answers without a Content-Type",
    "empty": "answers with nothing",
    "refusal": "refuses to answer, in the field refusal",
    "filtered": "is stopped by a content filter in its answer",
    "length": "is cut off at its length limit",
    "loop": "calls the first tool again and again",
    "call-as-text": "writes its tool call as text",
    "unknown-tool": "calls a tool that does not exist",
    "broken-arguments": "sends arguments that are not valid JSON",
    "object-arguments": "sends arguments as an object instead of as text",
    "double-arguments": "encodes arguments as JSON twice",
    "no-arguments": "sends null as the arguments",
    "no-index": "leaves out the index of its calls",
    "no-ids": "leaves out the ids of its calls",
    "legacy-call": "calls with function_call, which tool_calls replaced",
    "stop-with-calls": "ends a reply with calls with finish_reason stop",
    "no-finish": "sends no finish_reason",
    "thinking-in-text": "puts its reasoning into the text, in <think> tags",
    "content-in-parts": "sends its text in parts, as a list",
  },
  keys: {
    made: (name, id, path, expires) =>
      `Made the key "${name}" (id ${id})${
        expires === undefined ? "" : `, valid until ${expires}`
      }. ${path} holds its hash: this is the only time that the key is shown.`,
    serveWith: (command) => `To accept it: ${command}`,
    overlap: (name, until) => `The earlier key of "${name}" stays valid until ${until}.`,
    revoked: (name, id) => `Revoked the key "${name}" (id ${id}).`,
    valid: ({ name, id, expires, scopes, tools }) =>
      `Valid: "${name}" (id ${id}), ${expires === undefined ? "without an end" : `until ${expires}`}` +
      `${scopes ? `, scopes ${scopes.join(" ")}` : ""}${tools ? `, tools ${tools.join(" ")}` : ""}.`,
    none: (path) => `${path} holds no keys.`,
    heads: ["ID", "NAME", "STATE", "SCOPES", "TOOLS", "MADE", "EXPIRES"],
    states: { valid: "valid", expired: "expired", revoked: "revoked" },
    everything: "all",
  },
  doctor: {
    suites: {
      settings: "Settings",
      reach: "The way to the server",
      key: "The server's key",
      eras: "Eras",
      streams: "Streams",
      tools: "Tools",
      model: "Model",
      together: "Together",
    },
    origins: {
      flag: (name) => `from ${name}`,
      variable: (name) => `from the variable ${name}`,
      envFile: (name, line) => `from ${name} in line ${line} of .env`,
      default: () => "the default",
    },
    findings: {
      hidden_by_failure: ({ code }) => ({ seen: `Not checked: ${code} has to be fixed first.` }),
      not_in_time: () => ({ seen: "Not checked to its end: it takes longer than doctor waits." }),
      setting: (data) => ({ seen: `${data.name} is ${data.value} (${originIn(en, data)}).` }),
      key_set: (data) => ({
        seen: `${data.name} is set, ${data.length} characters${
          data.first ? `, beginning with ${data.first}` : ""
        } (${originIn(en, data)}).`,
      }),
      key_quoted: ({ name }) => ({
        seen: `${name} begins or ends with a quotation mark, which is sent as a part of the key.`,
        fix: "write the key without quotation marks.",
      }),
      key_with_hash: ({ name }) => ({
        seen:
          `${name} contains #. In .env, a # after a blank begins a comment; here it counts as a part of the key.`,
      }),
      keys_same: () => ({
        seen: "The MCP server and the model endpoint get the same key: each of them learns the other's.",
        fix: "set API_KEY to the key of the model endpoint, and MCP_SERVER_AUTH_KEY to that of the server.",
      }),
      keys_swapped: () => ({
        seen: "The two keys seem to be swapped: one has the form of the other's peer.",
        fix: "set API_KEY to the key of the model endpoint, and MCP_SERVER_AUTH_KEY to that of the server.",
      }),
      parent_env_file: () => ({
        seen: "The folder above this one has a .env, which is not read.",
        fix: "run mcpdemo in the folder of the .env that you mean.",
      }),
      server_skipped: ({ text }) => ({ seen: text! }),
      address_open: ({ address, ms }) => ({ seen: `${address} accepts connections (after ${ms} ms).` }),
      address_closed: ({ address, detail }) => ({
        seen: `${address} accepts no connection (${detail}), and another address of the name does.`,
      }),
      port_beside: ({ port }) => ({ seen: `Something listens on port ${port} of the same machine.` }),
      proxy_used: ({ name }) => ({ seen: `Requests go through the proxy that ${name} names.` }),
      redirects: ({ url, location, status }) => ({
        seen:
          `${url} redirects to ${location} (${status}): every request is sent twice, and some clients do not follow.`,
        fix: `use that address: --server ${location}; or let the server answer at both.`,
      }),
      slow_answers: ({ seconds }) => ({
        seen: `The server takes ${seconds} s to begin an answer.`,
        fix:
          "look at what the server, or a proxy in front of it, waits for; until then, allow more time with --timeout.",
      }),
      key_accepted: ({ status }) => ({
        seen: `The server accepts the key, and refuses requests without it (${status}).`,
      }),
      key_not_needed: () => ({
        seen: "The server answers a request without the key as well: it may not need one.",
      }),
      no_key_needed: () => ({ seen: "The server requires no key." }),
      challenge_missing: ({ url }) => ({
        seen: `${url} answers 401 without WWW-Authenticate, so that clients do not learn what it wants.`,
        fix: "the server: send WWW-Authenticate: Bearer with each 401 (RFC 9110, section 15.5.2).",
      }),
      key_in_url: ({ name }) => ({
        seen: `The address of the server holds a secret ("${name}"): addresses end up in logs.`,
        fix: "send the key in a header: --auth-key, or the headers of --config.",
      }),
      key_unencrypted: ({ url }) => ({
        seen: `The key is sent to ${url} without encryption: everyone on the way can read it.`,
        fix: "use https://.",
      }),
      oauth_described: ({ metadata, issuer, scopes }) => ({
        seen: `${metadata} names ${issuer} as the place to sign in${
          scopes ? `, for the scopes ${scopes}` : ""
        }.`,
        fix: "get an access token there, and pass it with --auth-key or MCP_SERVER_AUTH_KEY.",
      }),
      oauth_undescribed: ({ metadata, detail }) => ({
        seen:
          `The server names ${metadata} to learn where to sign in, and nothing usable is there (${detail}).`,
        fix: "the server: correct resource_metadata in WWW-Authenticate, or the document (RFC 9728).",
      }),
      era_taken: ({ title, era, revision, url }) => ({
        seen: `ask connects to ${title} at ${url} in the ${era} era (revision ${revision}).`,
      }),
      era_taken_embedded: ({ era, revision, url }) => ({
        seen:
          `No server was given or found: ask starts its own, at ${url}, in the ${era} era (revision ${revision}).`,
      }),
      era_spoken: ({ era, revision }) => ({
        seen: `The server speaks the ${era} era (revision ${revision}).`,
      }),
      era_absent: ({ era, detail }) => ({ seen: `The server does not speak the ${era} era (${detail}).` }),
      probe_refused: ({ detail }) => ({
        seen:
          `The server does not speak the 2026 era, and refuses the first request of it, as it should (${detail}).`,
      }),
      probe_odd: ({ detail }) => ({
        seen:
          `The server does not speak the 2026 era, and says so in an odd way (${detail}). Some clients give up here.`,
        fix: "the server, or a proxy in front of it: answer unknown methods with the JSON-RPC error -32601.",
      }),
      era_failing: ({ era, detail }) => ({
        seen: `In the ${era} era, the server fails (${detail}): whether it speaks it cannot be told.`,
        fix: "look at the server's log, and run this again.",
      }),
      era_silent: ({ era, url }) => ({
        seen: `${url} did not answer in the ${era} era within 4 s.`,
        fix: "see what the server does with a request that it does not know.",
      }),
      session_lost: ({ count }) => ({
        seen: `The server forgot a session${
          count ? ` after a few requests (${count})` : ""
        }. Clients connect again, and lose what they had.`,
        fix: "the server: keep sessions across restarts, or use the 2026 era, which has none.",
      }),
      rules_kept: ({ era, count }) => ({
        seen:
          `In the ${era} era, the server keeps the rules of the specification that clients depend on (${count} checks).`,
      }),
      rule_broken: (data) => ({
        seen: `In the ${data.era} era, the server ${ruleIn(en, data)}.`,
        fix: "report this to the developers of the server: it breaks some clients.",
      }),
      server_deviates: ({ text }) => ({
        seen: text!,
        fix: "report this to the developers of the server: not every client makes up for it.",
      }),
      stream_prompt: ({ era, ms }) => ({
        seen: `In the ${era} era, the first event of a stream comes after ${ms} ms.`,
      }),
      stream_held_back: ({ era }) => ({
        seen:
          `In the ${era} era, a stream opens and nothing comes, while answers that end do come: a proxy holds it back.`,
        fix: "nginx: proxy_buffering off; Caddy: flush_interval -1; HAProxy: option http-no-delay.",
      }),
      stream_compressed: ({ era, encoding }) => ({
        seen:
          `In the ${era} era, a stream is compressed (${encoding}), and nothing comes: the compressor waits for more.`,
        fix: "nginx: leave text/event-stream out of gzip_types; Caddy: out of encode.",
      }),
      stream_silent: ({ era }) => ({
        seen: `In the ${era} era, a stream opens, and nothing comes.`,
        fix: "the server: send the first event at once; if it does, look for a proxy that holds it back.",
      }),
      no_stream: () => ({ seen: "The server opened no stream." }),
      tools_listed: ({ count, tokens }) => ({
        seen: `Tools that the server lists: ${count}, about ${tokens} tokens for a model.`,
      }),
      no_tools: () => ({ seen: "The server has no tools." }),
      tool_schema: ({ tool, what }) => ({
        seen: `Strict model endpoints refuse the schema of ${tool}; mcpdemo changes it: ${
          rewritesIn(en, what)
        }.`,
        fix: "the server: give each inputSchema the type object, and no $ref to another document.",
      }),
      tool_name: ({ tools }) => ({
        seen: `Model endpoints take no such names, so that mcpdemo gives the model others: ${tools}.`,
      }),
      tool_hidden_text: ({ tools }) => ({
        seen: `Definitions contain characters that nobody sees, and that a model reads: ${tools}.`,
        fix: "do not use this server unless you know why they are there.",
      }),
      tool_unannotated: ({ tools, count }) => ({
        seen:
          `Tools that do not say whether they only read, so that ask asks before it calls them: ${count} (${tools}).`,
      }),
      tool_changed: ({ tools }) => ({
        seen: `The definition has changed since you allowed it, so that ask asks again: ${tools}.`,
        fix: "compare the definitions when ask shows them, and allow the tool only if you trust it.",
      }),
      tools_unstable: ({ tools }) => ({
        seen:
          `The definition is another one each time that it is listed: ${tools}. What was allowed is not what runs.`,
        fix: "the server: keep what changes out of names, descriptions and schemas.",
      }),
      null_fields: ({ tools }) => ({
        seen:
          `The server writes null where it should leave a member out, which some clients refuse: ${tools}.`,
        fix: "the server: leave out what is not known.",
      }),
      tools_shared: ({ tools }) => ({
        seen:
          `Several servers have tools of these names, so that mcpdemo puts the server's name before them: ${tools}.`,
      }),
      tools_large: ({ tokens }) => ({
        seen: `The tools take about ${tokens} tokens of every request, much for a small context.`,
      }),
      tool_called: ({ tool, ms }) => ({
        seen: `A call of ${tool}, which only reads, was answered after ${ms} ms.`,
      }),
      tool_slow: ({ tool, seconds }) => ({
        seen: `A call of ${tool} takes ${seconds} s, and other requests do not.`,
        fix: "look at what the tool waits for; until then, allow more time with --timeout.",
      }),
      no_safe_tool: () => ({
        seen: "No tool was called: none says that it only reads and takes no arguments.",
      }),
      model_offline: () => ({
        seen: "The offline stand-in answers, as neither API_KEY nor API_URL is set.",
      }),
      models_listed: ({ count }) => ({ seen: `The endpoint lists its models: ${count}.` }),
      model_unlisted: ({ model, nearest }) => ({
        seen: `The endpoint does not list the model "${model}"${
          nearest ? `; the nearest names: ${nearest}` : ""
        }.`,
      }),
      model_answers: ({ ms, rate }) => ({
        seen: `The model answers: the first piece after ${ms} ms${
          rate ? `, ${rate} tokens per second` : ""
        }.`,
      }),
      model_slow: ({ seconds }) => ({ seen: `The model takes ${seconds} s to begin an answer.` }),
      model_length: () => ({
        seen: "A short answer was cut off at the length limit of the endpoint.",
        fix: "raise max_tokens or the context at the endpoint, or use another model.",
      }),
      model_whole_works: () => ({
        seen: "Answers in one piece work.",
        fix: "use --no-stream until streams work.",
      }),
      model_calls: () => ({ seen: "The model calls a tool, with arguments in its form." }),
      model_calls_nothing: () => ({
        seen: "The model answered a question about the time without the tool that it was offered.",
        fix: "use a model that is made for tools, or a chat template that shows them (llama.cpp: --jinja).",
      }),
      model_calls_unknown: ({ name }) => ({
        seen: `The model called "${name}", a tool that it was not offered.`,
        fix: "use another model (--model).",
      }),
      model_arguments_broken: ({ detail }) => ({
        seen: `The model called a tool, and its arguments cannot be read: ${detail}.`,
        fix: "use another model (--model), or another template or parser of tool calls at the endpoint.",
      }),
      model_calls_parallel: () => ({ seen: "The model makes several tool calls in one message." }),
      model_waits: ({ text }) => ({ seen: text! }),
      model_refuses: ({ text }) => ({ seen: text! }),
      prompt_truncated: ({ text }) => ({
        seen: text!,
        fix: "give the model a larger context (Ollama: OLLAMA_CONTEXT_LENGTH).",
      }),
      tools_dropped: ({ text }) => ({
        seen: text!,
        fix: "use a chat template with tools (llama.cpp: --jinja), or another model.",
      }),
      model_accent: ({ name }) => ({
        seen: `The endpoint ${quirkIn(en, name)}; mcpdemo makes up for it.`,
      }),
      answered: ({ seconds, calls }) => ({
        seen: `A whole question was answered in ${seconds} s; tool calls: ${calls}.`,
      }),
      answered_without_tool: ({ seconds }) => ({
        seen: `A whole question was answered in ${seconds} s, without any tool's result.`,
      }),
    },
    rules: {
      content_type: (seen) =>
        `sends an answer that is neither application/json nor text/event-stream (${seen})`,
      id_echoed: (seen) => `answers with an id that is not that of the request (${seen})`,
      notification_202: (seen) => `does not answer a notification with 202 (${seen})`,
      unknown_method: (seen) => `does not answer an unknown method with the error -32601 (${seen})`,
      unknown_tool: (seen) => `does not answer a call of an unknown tool with an error (${seen})`,
      ping: (seen) => `does not answer ping (${seen})`,
      tools_array: (seen) => `announces tools, and does not list them (${seen})`,
      unsupported_version: (seen) => `does not answer an unknown revision with the error -32022 (${seen})`,
      header_mismatch: (seen) =>
        `accepts a request whose header names another revision than its body (${seen})`,
      session_id_characters: (seen) =>
        `uses characters in its session id that a header cannot carry (${seen})`,
      unknown_session: (seen) => `does not answer an unknown session with 404 (${seen})`,
      session_deleted: (seen) => `does not answer a session that was ended with 404 (${seen})`,
      get_stream: (seen) => `answers the GET of a session neither with a stream nor with 405 (${seen})`,
      endpoint_event: (seen) => `begins its stream without a usable endpoint event (${seen})`,
      messages_accepted: (seen) => `does not accept a message at the address of its endpoint event (${seen})`,
      answer_on_stream: (seen) => `does not send its answer on the stream (${seen})`,
    },
    question: "What time is it?",
    about: (server) => `${server}:`,
    running: (suites, seconds) => `Checking for ${seconds} s: ${suites}`,
    counts: {
      failure: (count) => count === 1 ? "1 failure" : `${count} failures`,
      warning: (count) => count === 1 ? "1 warning" : `${count} warnings`,
      note: (count) => count === 1 ? "1 note" : `${count} notes`,
      ok: (count) => `${count} ok`,
      skipped: (count) => `${count} not checked`,
    },
    summary: (counts, seconds) => `${counts}, in ${seconds} s.`,
    first: (code, what) => `What to do first (${code}): ${what}`,
    allWell: "Everything that was checked works.",
    nothingToDo: "see the finding above.",
  },
  health: {
    up: ({ url, title, era, revision, milliseconds }) =>
      title === undefined
        ? `${url} is up: it answered after ${milliseconds} ms.`
        : `${url} is up: ${title} speaks MCP, ${era} era (revision ${revision}), connected after ${milliseconds} ms.`,
  },
  ask: {
    inEra: (era) => `The question in the ${era} era`,
    eraSays: (era, text) => `${era}: ${text}`,
    stepsWithDebug: "--debug shows the steps of the three runs, --json gives the numbers as data.",
    defaultQuestion: "Hello, can you tell me what time it is right now?",
    embedded: (url, era, revision) =>
      `MCP server: embedded, at ${url}, ${era} era (revision ${revision}); no server runs at http://localhost:8000`,
    connected: (server, url, era, revision) =>
      `MCP server: ${server} at ${url}, ${era} era (revision ${revision})`,
    offlineModel: "Model: offline stand-in that follows rules (API_KEY is not set)",
    useRealModel:
      "To use a real model: set API_KEY, and API_URL and DEFAULT_MODEL unless their defaults suit you",
    realModel: (model, url) => `Model: ${model} at ${url}`,
    toolCall: (name, args, server) => `Tool call: ${name} ${args}${server ? ` at ${server}` : ""}`,
    toolFailed: (name, text) => `Tool error: ${name}: ${text}`,
    waiting: (model, url, seconds, tokens) =>
      `Waiting for ${model} for ${seconds} s${tokens > 0 ? `, tokens so far: about ${tokens}` : ""} (${url})`,
    answerCut: "The answer is cut off: the model reached its length limit.",
    answerInterrupted: ({ why, words }) => {
      if (why === "refused") return `The model refused to go on. It says: ${words}`;
      const detail = words ? ` (${words})` : "";
      if (why === "repeats") {
        return `The answer is not complete: the model repeats the same text without end${detail}; mcpdemo stopped it. ` +
          "Ask in other words, or try another model.";
      }
      return why === "filtered"
        ? `The answer is cut off: the endpoint's content filter stopped it${detail}.`
        : `The answer is not complete: the model endpoint broke off before its end${detail}.`;
    },
  },
  notes: {
    modelWaits: (seconds, isAsked, { isAnswer, detail }) =>
      `${
        isAnswer
          ? `The model endpoint answered: ${detail}`
          : `The model endpoint did not answer${detail ? ` (${detail})` : ""}`
      }; mcpdemo waits ${seconds} s${isAsked ? ", as the endpoint asks" : ""}.`,
    modelRefuses: (part) =>
      part === "ids"
        ? "The model endpoint refuses the ids of tool calls; mcpdemo asks again with shorter ones."
        : part === "content"
        ? "The model endpoint refuses an empty text beside tool calls; mcpdemo asks again with null."
        : `The model endpoint refuses ${part}; mcpdemo asks again without it.`,
    promptTruncated: (promptTokens) =>
      `The model endpoint read ${promptTokens} tokens, fewer than mcpdemo sent: the context is too small, and ` +
      "the beginning is lost (Ollama: set OLLAMA_CONTEXT_LENGTH).",
    toolsDropped: (promptTokens) =>
      `The model endpoint read only ${promptTokens} tokens, fewer than the tools need: it seems that the model does not ` +
      "see the tools, and the answer may be invented. Try another model, or a chat template with tools.",
    schemaRewritten: (tools, what) => `For the model, mcpdemo changes the schema of ${tools}: ${what}.`,
    localEndpoint: (program, command) => `${program} runs on this machine; to use it: ${command}`,
    asksDefault: (question) => `No question was given; mcpdemo asks: ${question}`,
    toolRenamed: (from, to) => `The model knows the tool "${from}" as "${to}".`,
    looksForServer: (url) =>
      `No server was given, so mcpdemo looks for one at ${url}. If none answers, it starts its own; that is not an error.`,
    startsEmbedded: (url) =>
      `mcpdemo starts its own server at ${url}, with a key drawn at random for this run.`,
    sessionLost: (url) => `mcpdemo lost the connection to ${url} and connects again.`,
    sessionRenewed: (url) => `mcpdemo is connected to ${url} again.`,
    toolsChanged: (url) => `The tools of ${url} have changed; mcpdemo lists them again.`,
    callsSkipped: (most) =>
      `The model made more than ${most} tool calls in one message; mcpdemo runs only the first ${most}.`,
    callCancelled: (name) => `Cancelled: ${name}.`,
    callRepeated: (name) =>
      `The server did not answer the call of ${name}; the tool is marked as safe to repeat, so mcpdemo calls it once more.`,
    traceWritten: (path, exchanges) =>
      `Recorded: ${exchanges} ${exchanges === 1 ? "exchange" : "exchanges"} in ${path}`,
    traceFailed: (path, detail) => `mcpdemo could not write the recording to ${path}: ${detail}`,
    traceLinesSkipped: (path, lines) =>
      `Skipped, since they are not whole exchanges: lines ${lines} of ${path}`,
    traceDropped: (count) => `The recording is incomplete: mcpdemo left out ${count} of its events.`,
    serverSkipped: (name) => `Skipped: "${name}" has no http(s) url, and mcpdemo does not start programs.`,
    serverDeviates: (server, what) => `The MCP server ${server} deviates from the specification: ${what}.`,
    serverLeftOut: (server, why) => `mcpdemo goes on without the tools of ${server}: ${why}`,
    argumentAbsent: (name) =>
      `The tool's schema requires the argument "${name}"; mcpdemo sends the call without it.`,
    callRefused: (name) => `Refused: ${name} was not run.`,
    callRefusedByRule: (name, why) =>
      `Refused: ${name} was not run. ${why} To allow it: --allow-tool ${name}, or --yes.`,
    approvalNotKept: (name) =>
      `The permission for ${name} is valid for this run only: mcpdemo could not save it.`,
    definitionChanged: (name) =>
      `The server has changed the definition of ${name} since it last ran; a flag allowed the call.`,
    argumentUnknown: (name, near) =>
      `The tool's schema has no argument "${name}"${
        near ? ` (did you mean ${near}?)` : ""
      }; mcpdemo sends it anyway.`,
    answerStopped: "Stopped.",
    forgotten:
      "The conversation is long: mcpdemo no longer sends its oldest questions and answers to the model.",
  },
  deviations: {
    toolSkipped: (name) => `the definition of the tool ${name} is not valid; mcpdemo leaves this tool out`,
    toolSimplified: (name) =>
      `a part of the definition of the tool ${name} is not valid; mcpdemo ignores that part`,
    schemaAbsent: (name) =>
      `the tool ${name} has no inputSchema; mcpdemo treats it as a tool without arguments`,
    toolsAbsent: () => "its list of tools is absent or is not an array; mcpdemo treats it as empty",
    listRepeats: () =>
      "its list of tools refers to a page that was already read; mcpdemo treats the list as complete",
    resultTypeAbsent: () => "a result has no resultType; mcpdemo treats it as complete",
    resultEmpty: () => "the result of a call has neither content nor structuredContent",
    structuredContentForm: () => "structuredContent is not an object; mcpdemo reads it as text",
    blockForm: (name) => `a content block of type ${name} is not valid; mcpdemo reads what it can`,
    eventsTyped: (name) =>
      `it sends an event stream with the content type ${name}; mcpdemo reads it as an event stream`,
    toolRepeated: (name) => `it lists two tools with the name ${name}; mcpdemo shows the first`,
    jsonTyped: (name) => `it sends JSON with the content type ${name}; mcpdemo reads it as JSON`,
  },
  conversation: {
    prompt: "you> ",
    welcome: "Type a question. /help lists the commands; Ctrl-D quits.",
    howToLeave: "Ctrl-D or /quit quits.",
    help: `/tools  the tools that the model may use
/usage  questions, rounds and tokens so far
/quit   quit, as Ctrl-D does
Ctrl-C stops the answer or the tool call that is running. Anything else is a question.`,
    usage: (questions, rounds, tokens) =>
      `Questions: ${questions}. Rounds with the model: ${rounds}. Tokens: ${
        tokens ?? "not reported by the endpoint"
      }.`,
    unknownCommand: (text) => `There is no command ${text}; /help lists the commands.`,
  },
  approval: {
    asks: (tool, server) => `May the tool ${tool} of ${server} run with these arguments?`,
    reasons: {
      changed: "The server has changed the tool's definition since it last ran.",
      destructive: "The server marks it as destructive.",
      unmarked: "The server does not mark it as read-only.",
    },
    choices: "y yes, a always for this tool, also in later runs, n no (an empty line is no)",
    yes: ["y", "yes"],
    always: ["a", "always"],
    no: ["n", "no"],
    more: (characters) => `… (${characters} more characters)`,
    moreLines: (lines) => `… (${lines} more lines)`,
  },
  rewrites: {
    "no$schema": "without $schema, which some endpoints refuse",
    "properties": "with properties added, which some endpoints require",
    "items": "with items added to arrays, which some endpoints require",
    "type": "with the type object, the only one that arguments can have",
    "noRemote$ref": "without a $ref to another document, which mcpdemo does not fetch",
  },
  usage: {
    tokens: (read, written) => `Usage: ${read} tokens read, ${written} written`,
    noTokens: "Usage: tokens not reported",
    times: (rounds, ms, toolMs) =>
      `model asked ${rounds === 1 ? "once" : `${rounds} times`}, ${ms} ms in all, ${toolMs} ms in tools`,
    firstWord: (ms) => `first word after ${ms} ms`,
    backend: (said) => `The endpoint reports: ${said}`,
  },
  tools: { none: "The server has no tools." },
  models: {
    marked: "* marks the default model; choose another with --model or DEFAULT_MODEL.",
    absent: (model) =>
      `The default model "${model}" is not among them; choose another with --model or DEFAULT_MODEL.`,
  },
  form: {
    asks: (server, message) => `The MCP server ${server} asks: ${message}`,
    hint:
      "An empty line takes the default, or leaves the field out. /decline refuses to answer, /cancel abandons the form.",
    field: (label, format, isRequired, fallback) =>
      `${label} (${format}${isRequired ? ", required" : ""}${fallback ? `, default: ${fallback}` : ""})`,
    kinds: {
      string: "text",
      number: "number",
      integer: "whole number",
      boolean: "yes or no",
      choice: "one of these",
      choices: "any of these, separated by commas",
    },
    problems: {
      required: () => "This field is required.",
      number: () => "This is not a number.",
      integer: () => "This is not a whole number.",
      boolean: () => "Answer yes or no.",
      choice: () => "This is not in the list.",
      format: (format) => `This does not have the format ${format}.`,
      tooSmall: (limit) => `Too short, too small or too few: at least ${limit}.`,
      tooLarge: (limit) => `Too long, too large or too many: at most ${limit}.`,
    },
    review: "Enter sends this; /edit starts again, /decline refuses to answer, /cancel abandons the form.",
    declinedNoTerminal: "Declined: mcpdemo has no terminal on which you could answer.",
    declinedUrl: "Declined: mcpdemo does not open web pages for a server.",
  },
};
