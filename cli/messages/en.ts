/**
 * Everything that mcpdemo says to a user, in English. `fr.ts` says the same in French.
 *
 * @module
 */
import type { Messages } from "./messages.ts";

/** The messages in English. */
export const en: Messages = {
  language: "en",
  help: {
    program: "An MCP server over HTTP, a model that uses it, and every message between them.",
    commands: {
      serve: "Run the MCP server: three eras of MCP over HTTP on one port.",
      ask: "Ask a question: a model answers it with the tools of an MCP server.",
      tools: "List the tools of an MCP server.",
      call: "Call a tool of an MCP server, without any model.",
      trace: "Show a recorded run (--trace FILE.jsonl), or write it in another format.",
      models: "List the models that the endpoint offers.",
      health: "Tell whether a server is up.",
      help: "Print a page of the documentation, or list the pages.",
      completions: "Print a script that completes commands and flags in your shell.",
    },
    arguments: {
      question:
        "the question; without one it is read from stdin, and without that the demo question is asked",
      name: "the tool's name",
      arguments: "its arguments as key=value, read by the tool's schema; key:=JSON takes any value",
      file: "a .jsonl file that ask --trace has written",
      topic: "the page, or a command; without one the pages are listed",
      shell: "bash, zsh or fish",
    },
    placeholders: {},
    showHelp: "show this help",
    showVersion: "show the version; with --verbose also the build",
    versionFacts: { commit: "commit", built: "built", runtime: "runtime", system: "system" },
    defaultIs: (value) => `default: ${value}`,
    variable: (names) => `variable: ${names}`,
    variableMeaning: (names, meaning) => `${names}: ${meaning}`,
    variableOnly: "Set by a variable alone:",
    listSeparator: "; ",
    titles: {},
    after: `
Exit status: 0 answered, 1 internal error, 2 usage or settings,
3 MCP server unreachable, 4 key refused, 5 MCP or tool error,
6 model endpoint unreachable or its key refused, 7 model endpoint failing or
rate-limited, 8 no answer within --max-steps, 9 a call was refused,
10 a limit was hit, 130 interrupted.`,
  },
  settings: {
    serve: {
      host: "address to listen on: all of them with a key, this machine alone without",
      port: "port to listen on; 0 takes a free one",
      authKeys: "bearer key that clients must send; repeat it to rotate keys",
      auth: "allow a public address without a key",
      allowOrigins: "web origin that may call from a browser, besides loopback; repeatable",
      allowHosts: "host name to answer to, besides loopback; repeatable",
      timeZone: "IANA time zone that counts as local (default: the machine's own)",
      stateKey:
        "seals what clients carry between two rounds of a call; set it for replicas and restarts (default: random)",
      wireKeys:
        "key that opens the wire view at /, from other machines too; --auth-key then no longer does; repeatable",
      wireSize: "exchanges that the wire view keeps; 0 turns it off, and nothing is recorded",
      debug: "explain every request on stderr, as it comes",
      debugWire: "the same with headers and bodies",
      language: "en or fr: the language of messages",
    },
    client: {
      server: "server to look at",
      servers:
        "MCP server: its base URL, or its /mcp or /sse; repeatable. Unset, and nothing there: an embedded server",
      config: "file with MCP servers in the common mcpServers form: url, headers, ${VAR}",
      authKey: "bearer key of the MCP server",
      era:
        "auto, 2026, 2025 or 2024: the era of MCP over HTTP to speak; auto tries the newest first; ask also takes all, and compares them",
      apiUrl: "chat-completions endpoint",
      apiKey: "key of the chat-completions endpoint; without one the offline model answers",
      model: "model to ask",
      interactive: "hold a conversation; piped input is one question a line",
      stream: "receive the answer whole instead of as it is written",
      reasoning: "show the model's reasoning, dimmed, on stderr",
      usage: "tell tokens, rounds and times at the end, on stderr",
      maxSteps: "give up after so many questions to the model",
      yes: "run every tool call without asking",
      allowTools: "run this tool without asking; repeatable",
      schema: "print the JSON Schema of this tool's arguments",
      input: "the arguments as a JSON object; - reads it from stdin",
      timeout: "give up after so many seconds",
      caFile: "PEM file with certificates of authorities to trust besides the usual ones",
      json: "print one JSON object on stdout, and nothing else",
      jsonStream: "print one JSON event a line on stdout, as it happens",
      debug: "explain every step on stderr: what was sent, to whom, what came back, and why",
      debugWire: "the same with headers and bodies",
      trace: "record the run in a file, by its ending: .jsonl, .har, .mmd (Mermaid), .sh (curl) or .html",
      as: "text, wire (with headers and bodies), har, mmd, sh or html",
      language: "en or fr: the language of messages",
    },
  },
  reasons: {
    not_json: () => "it is no JSON",
    wrong_form: ({ place }) => `at ${place}, it is not of that form`,
    no_server: () => "it names no server with a url",
    server_url: ({ name }) => `the url of "${name}" is no web address`,
    server_header: ({ name }) => `"${name}" has a header that cannot be sent`,
    server_input: ({ name }) =>
      `it asks an editor for ${name}, and mcpdemo fills in variables of the environment alone`,
    no_certificate: () => "it holds no certificate in PEM",
    not_tls: () => "it does not speak TLS: try http:// instead of https://",
    no_discover: () => "it does not know server/discover",
    other_revisions: ({ revisions }) => `it speaks ${revisions} only`,
    oauth: () => "It speaks OAuth, which mcpdemo does not.",
    no_choice: () => "its answer holds no choice: does API_URL end where the API begins, often in /v1?",
    cut_before_answer: () => "it reached its length limit before it said anything",
    only_reasoning: () => "it reasons, and then answers nothing",
    empty_answer: () => "its answer is empty",
    no_list: () => "what it answers is no list",
  },
  errorLine: (code, status, title) => `Error ${code} (exit status ${status}): ${title}`,
  linesDropped: (count) =>
    `… (${count} ${count === 1 ? "line was" : "lines were"} dropped: nothing read them)`,
  fixLine: (fix) => `What to do: ${fix}`,
  errors: {
    internal: ({ detail }) => ({
      title: `Something went wrong inside mcpdemo: ${detail}.`,
      fix: "run it again with --debug and report what it shows.",
    }),
    answer_lost: ({ detail }) => ({
      title: `The answer could not be written: ${detail}.`,
      fix: "make room where stdout goes, and ask again.",
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
      title: `The command line cannot be read: ${detail}.`,
      fix: `"mcpdemo --help" shows how it is written.`,
    }),
    bad_value: ({ name, value, takes, unit }) => ({
      title: `${name} cannot be "${value}".`,
      fix: takes
        ? `${name} takes: ${takes}${unit ? ` ${unit}` : ""}.`
        : `see what ${name} takes with --help.`,
    }),
    bad_url: ({ name, value }) => ({
      title: `${name} is no web address: "${value}".`,
      fix: "write it whole, for instance http://localhost:8000.",
    }),
    env_file_unreadable: ({ path }) => ({
      title: `The file ${path} is there but cannot be read.`,
      fix: "make it readable, or move it away.",
    }),
    trace_format: ({ path, formats }) => ({
      title: `The ending of ${path} names no format of a trace.`,
      fix: `end it in one of ${formats}.`,
    }),
    trace_unwritable: ({ path, detail }) => ({
      title: `The file ${path} cannot be written: ${detail}.`,
      fix: "check the folder and its permissions.",
    }),
    trace_unreadable: ({ path, detail }) => ({
      title: `The file ${path} cannot be read: ${detail}.`,
      fix: `record one first: mcpdemo ask --trace run.jsonl "what time is it".`,
    }),
    invalid_trace_file: ({ path, line }) => ({
      title: `Line ${line} of ${path} holds no exchange.`,
      fix: "give a .jsonl file that ask --trace has written.",
    }),
    conflicting_flags: ({ flag, other }) => ({
      title: `${flag} and ${other} cannot be given together.`,
      fix: "leave one of them out.",
    }),
    multiple_keys: () => ({
      title: "Several MCP keys were given, and a client sends one.",
      fix: "for servers with keys of their own, write them into a file: --config.",
    }),
    value_missing: ({ flag }) => ({
      title: `${flag} needs a value.`,
      fix: `write it after the flag: ${flag} VALUE.`,
    }),
    argument_missing: ({ command, name }) => ({
      title: `"mcpdemo ${command}" needs an argument: ${name}.`,
      fix: `"mcpdemo ${command} --help" shows what it takes.`,
    }),
    arguments_extra: ({ command }) => ({
      title: `"mcpdemo ${command}" was given more words than it takes.`,
      fix: `"mcpdemo ${command} --help" shows what it takes.`,
    }),
    key_empty: () => ({
      title: "The MCP key is set but empty.",
      fix: "give --auth-key (or MCP_SERVER_AUTH_KEY) a value, or leave it unset.",
    }),
    key_unsendable: () => ({
      title: "The MCP key holds a character that no HTTP header can carry.",
      fix: "use letters, digits and signs of ASCII, without spaces or commas.",
    }),
    key_is_flag: () => ({
      title: "Where the MCP key belongs, the name of a flag stands.",
      fix: "write the key after --auth-key; was a variable empty?",
    }),
    key_and_no_auth: () => ({
      title: "A key and --no-auth were both given.",
      fix: "leave one of them out; the key may also come from MCP_SERVER_AUTH_KEY or .env.",
    }),
    bad_time_zone: ({ name, near }) => ({
      title: `There is no time zone "${name}".`,
      fix: `near it: ${near}.`,
    }),
    public_without_key: ({ host }) => ({
      title: `Without a key, the server does not listen on ${host}, where others could reach it.`,
      fix: "give it a key (--auth-key), or a loopback address, or say --no-auth if open is what you want.",
    }),
    port_taken: ({ host, port }) => ({
      title: `Port ${port} of ${host} is taken by another program.`,
      fix: `stop it, or take another port: --port ${
        Number(port) < 65_535 ? Number(port) + 1 : 8000
      }, or --port 0 for any free one.`,
    }),
    cannot_listen: ({ host, port, detail }) => ({
      title: `Cannot listen on ${host}, port ${port}: ${detail}.`,
      fix: "check --host and --port: the address must be one of this machine's.",
    }),
    no_such_tool: ({ name, near }) => ({
      title: `The server has no tool "${name}".`,
      fix: `${near ? `near it: ${near}. ` : ""}"mcpdemo tools" lists those that it has.`,
    }),
    argument_form: ({ value }) => ({
      title: `An argument is written key=value, and this is not: "${value}".`,
      fix: "write key=value, key:=JSON, or give them all with --input.",
    }),
    argument_value: ({ name, value, type }) => ({
      title: `${name} cannot be "${value}": it takes ${type}.`,
      fix: `"mcpdemo tools --schema NAME" shows what a tool takes.`,
    }),
    unknown_shell: ({ name }) => ({
      title: `There are no completions for the shell "${name}".`,
      fix: "name bash, zsh or fish.",
    }),
    unknown_topic: ({ name, nearest }) => ({
      title: `There is no page "${name}".`,
      fix: (nearest ? `did you mean "${nearest}"? ` : "") + `"mcpdemo help" lists them all.`,
    }),
    mcp_unreachable: ({ url, detail }) => ({
      title: `Nothing answers at ${url}${detail ? ` (${detail})` : ""}.`,
      fix: `start a server ("mcpdemo serve"), or check the address given as --server or MCP_SERVER_URL.`,
    }),
    mcp_silent: ({ url, detail }) => ({
      title: `${url} took the connection and then hung up or stayed silent${detail ? ` (${detail})` : ""}.`,
      fix: "check that this port is an HTTP server's, and that no proxy stands in between.",
    }),
    mcp_key_missing: ({ url, detail, config }) => ({
      title: `The MCP server at ${url} wants a key and none was sent.${detail ? ` ${detail}` : ""}`,
      fix: config
        ? `give its entry in ${config} an Authorization header, in headers: Bearer and the key.`
        : "set MCP_SERVER_AUTH_KEY, or give --auth-key.",
    }),
    mcp_key_refused: ({ url, detail, config }) => ({
      title: `The MCP server at ${url} refused the key.${detail ? ` It says: ${detail}` : ""}`,
      fix: `check ${
        config ? `the headers of its entry in ${config}` : "MCP_SERVER_AUTH_KEY or --auth-key"
      } against the key that the server was started with.`,
    }),
    not_an_mcp_server: ({ url, detail }) => ({
      title: `What answers at ${url} is not an MCP server: ${detail}.`,
      fix: "check the address and the path: MCP servers are usually found at /mcp, older ones at /sse.",
    }),
    unsupported_era: ({ url, era, detail }) => ({
      title: `The server at ${url} does not speak the ${era} era: ${detail}.`,
      fix: "leave --era out: mcpdemo then finds the era by itself.",
    }),
    mcp_error: ({ url, detail }) => ({
      title: `The MCP server at ${url} failed: ${detail}.`,
      fix: "look at the server's own log; --debug shows what was sent.",
    }),
    ca_file_unreadable: ({ path, detail }) => ({
      title: `The file ${path} cannot be used as authorities to trust: ${detail}.`,
      fix: "give a PEM file: text with one or more BEGIN CERTIFICATE blocks.",
    }),
    config_unreadable: ({ path, detail }) => ({
      title: `The file ${path} cannot be used: ${detail}.`,
      fix: "give a JSON file whose mcpServers names servers, each with its url.",
    }),
    approvals_unreadable: ({ path }) => ({
      title: `The file ${path}, which keeps what tools you allowed, cannot be read.`,
      fix: "mend it, or move it away: then every tool counts as new.",
    }),
    config_variable: ({ path, name }) => ({
      title: `The file ${path} names the variable ${name}, which is not set.`,
      fix: `set ${name}, or write \${${name}:-a default}.`,
    }),
    tool_error: ({ name, detail }) => ({
      title: `The tool ${name} answers with an error: ${detail}`,
      fix: `see what it takes with "mcpdemo tools --schema ${name}".`,
    }),
    redirect_refused: ({ url, location }) => ({
      title: `${url} redirects to ${location}, another origin, where the key must not go.`,
      fix: "if that is the right server, give its address as --server.",
    }),
    endpoint_refused: ({ url, location }) => ({
      title: `${url} wants its messages sent to ${location}, another origin, where nothing of yours must go.`,
      fix: "if that is the right server, give its address as --server.",
    }),
    mcp_sends_too_much: ({ url, most }) => ({
      title: `The MCP server at ${url} sends more than ${most} in one answer; the rest is not read.`,
      fix: "ask for less at once, or ask a server that you trust.",
    }),
    mcp_lists_too_many_pages: ({ url, most }) => ({
      title: `The MCP server at ${url} spreads its tools over more than ${most} pages.`,
      fix: "its list may never end: tell whoever runs it, or ask a server that you trust.",
    }),
    mcp_lists_too_many_tools: ({ url, most }) => ({
      title: `The MCP server at ${url} has more than ${most} tools, too many for a model.`,
      fix: "use a server with fewer tools, or an address of it that offers a part of them.",
    }),
    mcp_lists_too_much: ({ url, most }) => ({
      title:
        `The tools of the MCP server at ${url} are described in more than ${most}, too much for a model.`,
      fix: "use a server with fewer tools, or an address of it that offers a part of them.",
    }),
    mcp_nests_too_deep: ({ url, most }) => ({
      title: `The MCP server at ${url} sent data nested deeper than ${most} levels.`,
      fix: "tell whoever runs it, or ask a server that you trust.",
    }),
    mcp_asks_too_much: ({ url, most }) => ({
      title: `The MCP server at ${url} asks back without end: more than ${most} times.`,
      fix: "tell whoever runs it, or ask a server that you trust.",
    }),
    model_unreachable: ({ url, detail }) => ({
      title: `The model endpoint at ${url} cannot be reached${detail ? ` (${detail})` : ""}.`,
      fix: "check API_URL and the network; without API_KEY and API_URL the offline model answers.",
    }),
    model_key_refused: ({ url, detail }) => ({
      title: `The model endpoint at ${url} refused the key.${detail ? ` It says: ${detail}` : ""}`,
      fix: "check API_KEY.",
    }),
    model_not_found: ({ url, model, detail }) => ({
      title: `The model endpoint at ${url} answers 404 for the model "${model}".${
        detail ? ` It says: ${detail}` : ""
      }`,
      fix: "check DEFAULT_MODEL or --model, and that API_URL ends where the API begins (often in /v1).",
    }),
    model_rate_limited: ({ url, detail }) => ({
      title: `The model endpoint at ${url} wants fewer requests.${detail ? ` It says: ${detail}` : ""}`,
      fix: "wait a moment and ask again.",
    }),
    model_failing: ({ url, detail }) => ({
      title: `The model endpoint at ${url} failed: ${detail}.`,
      fix: "try again, try another model (--model), or look at the exchange with --debug.",
    }),
    model_tools_off: ({ url, detail }) => ({
      title: `The model endpoint at ${url} was started without tool calls. It says: ${detail}.`,
      fix:
        "start it with them: llama.cpp with --jinja, vLLM with --enable-auto-tool-choice --tool-call-parser.",
    }),
    model_without_tools: ({ url, model, detail }) => ({
      title: `The model "${model}" at ${url} cannot call tools. It says: ${detail}.`,
      fix: `take a model that can, with --model; "mcpdemo models" lists what there is.`,
    }),
    model_call_as_text: ({ url, model, name }) => ({
      title: `The model "${model}" at ${url} wrote a call of "${name}" as text; it was not run.`,
      fix:
        "switch tool calls on at the endpoint (vLLM: --enable-auto-tool-choice --tool-call-parser), or take another model.",
    }),
    models_not_listed: ({ url, detail }) => ({
      title: `The endpoint at ${url} does not list its models: ${detail}.`,
      fix: "ask its operator for a model's name, and give it as --model or DEFAULT_MODEL.",
    }),
    max_steps: ({ steps }) => ({
      title: `The model was asked ${
        steps === "1" ? "once" : `${steps} times`
      } and still wanted to call tools.`,
      fix: "ask something simpler, or allow more with --max-steps.",
    }),
    timeout: ({ seconds }) => ({
      title: `No answer within ${seconds === "1" ? "one second" : `${seconds} seconds`}.`,
      fix: "allow more time with --timeout.",
    }),
    interrupted: () => ({ title: "Interrupted.", fix: "ask again when you like." }),
  },
  serve: {
    ready: (version, address) => `mcpdemo ${version} listens on ${address}`,
    eras: ["stateless, 2026-07-28", "sessions, 2025-03-26 to 2025-11-25", "HTTP+SSE, 2024-11-05"],
    authOn: (count) => count === 1 ? "Key needed (1 key)" : `Key needed (${count} keys, any of them)`,
    authOff: "OPEN MODE: no key needed, this machine only",
    authOffPublic: "OPEN MODE: no key needed, AND OTHERS CAN REACH THIS ADDRESS (--no-auth)",
    randomStateKey: "State key: random; replicas and restarts need MCP_STATE_KEY",
    wireView: (url, hasOwnKey) =>
      `Wire view: ${url} in a browser shows the traffic as it happens` +
      (hasOwnKey ? " (opens with --wire-key alone)" : ""),
    timeZoneUnknown: (value, zone) =>
      `TZ="${value}" does not name an IANA time zone; ${zone} counts as local (set TZ=Europe/Paris, for instance).`,
    otherTerminal: "In another terminal:",
    exampleQuestion: "what time is it",
    stop: "Ctrl-C stops it.",
    stopping: "Stopping: calls in flight finish first.",
    stopped: "Stopped.",
    listeningAgain: (reason) => `The listener failed (${reason}); listening again.`,
  },
  health: {
    up: (url) => `${url} is up.`,
  },
  ask: {
    inEra: (era) => `The question in the era ${era}`,
    defaultQuestion: "Hello, can you tell me what time it is right now?",
    embedded: (url) => `MCP server: embedded, at ${url} (none at http://localhost:8000)`,
    connected: (server, url, era, revision) =>
      `MCP server: ${server} at ${url}, era ${era} (revision ${revision})`,
    offlineModel: "Model: offline stand-in, rule-based (no API_KEY is set)",
    useRealModel:
      "For a real model: set API_KEY, and API_URL and DEFAULT_MODEL where they differ from the defaults",
    realModel: (model, url) => `Model: ${model} at ${url}`,
    toolCall: (name, args, server) => `Tool call: ${name} ${args}${server ? ` at ${server}` : ""}`,
    toolFailed: (name, text) => `Tool error: ${name}: ${text}`,
    answerCut: "The answer was cut: the model reached its length limit.",
  },
  notes: {
    modelWaits: (seconds, isAsked) =>
      `The model endpoint does not answer now; waits ${seconds} s${
        isAsked ? ", the endpoint asked for it" : ""
      }.`,
    modelRefuses: (part) =>
      part === "ids"
        ? "The endpoint refuses the ids of tool calls; asked again with short ones."
        : `The endpoint refuses ${part}; asked again without it.`,
    promptTruncated: (promptTokens) =>
      `The endpoint read ${promptTokens} tokens, fewer than were sent: the context is too small, and the ` +
      "beginning is lost (Ollama: set OLLAMA_CONTEXT_LENGTH).",
    schemaRewritten: (tool, what) => `For the model, the schema of "${tool}" is rewritten: ${what}.`,
    localEndpoint: (program, command) => `${program} answers on this machine; to use it: ${command}`,
    asksDefault: (question) => `No question was given; asking: ${question}`,
    toolRenamed: (from, to) => `For the model, the tool "${from}" is called "${to}".`,
    looksForServer: (url) =>
      `No server was named: is one running at ${url}? Where there is none, mcpdemo starts its own; that is no error.`,
    sessionLost: (url) => `The connection to ${url} is lost; connecting anew.`,
    sessionRenewed: (url) => `Connected to ${url} again.`,
    toolsChanged: (url) => `The tools of ${url} have changed; they are listed anew.`,
    callCancelled: (name) => `Cancelled: ${name}.`,
    callRepeated: (name) => `No answer came to ${name}; it is marked as safe to repeat, and sent once more.`,
    traceWritten: (path, exchanges) =>
      `Recorded: ${exchanges} ${exchanges === 1 ? "exchange" : "exchanges"} in ${path}`,
    traceFailed: (path, detail) => `The record could not be written to ${path}: ${detail}`,
    traceLinesSkipped: (path, lines) =>
      `Left out, since they hold no whole exchange: lines ${lines} of ${path}`,
    traceDropped: (count) => `Not everything was recorded: ${count} left out.`,
    serverSkipped: (name) => `Skipped: "${name}" has no http(s) url; mcpdemo runs no programs.`,
    callRefused: (name) => `Refused: ${name} was not run.`,
    callRefusedByRule: (name, why) =>
      `Refused: ${name} was not run. ${why} To allow it: --allow-tool ${name}, or --yes.`,
    approvalNotKept: (name) => `The permission for ${name} holds for this run only: it could not be written.`,
    definitionChanged: (name) =>
      `The server has changed the definition of ${name} since it last ran; it was allowed by a flag.`,
    argumentUnknown: (name, near) =>
      `The tool's schema has no "${name}"${near ? ` (near it: ${near})` : ""}; it is sent all the same.`,
    answerStopped: "Stopped.",
    forgotten: "The conversation is long: its oldest questions and answers are no longer sent to the model.",
  },
  conversation: {
    prompt: "you> ",
    welcome: "Ask away. /help tells what else can be typed; Ctrl-D leaves.",
    howToLeave: "Ctrl-D or /quit leaves.",
    help: `/tools  the tools that the model may use
/usage  questions, rounds and tokens so far
/quit   leaves, as Ctrl-D does
Ctrl-C stops the answer or the tool call that is running. Anything else is a question.`,
    usage: (questions, rounds, tokens) =>
      `Questions: ${questions}. Rounds with the model: ${rounds}. Tokens: ${
        tokens ?? "the endpoint does not tell"
      }.`,
    unknownCommand: (text) => `There is no ${text}; /help tells what there is.`,
  },
  approval: {
    asks: (tool, server) => `May the tool ${tool} of ${server} run with these arguments?`,
    reasons: {
      changed: "The server has changed the tool's definition since it last ran.",
      destructive: "The server marks it as destructive.",
      unmarked: "The server does not mark it as read-only.",
    },
    choices: "y yes, a always for this tool, in later runs too, n no (an empty line is no)",
    yes: ["y", "yes"],
    always: ["a", "always"],
    no: ["n", "no"],
    more: (characters) => `… (${characters} more characters)`,
    moreLines: (lines) => `… (${lines} more lines)`,
  },
  rewrites: {
    "no$schema": "$schema left out, some endpoints refuse it",
    "properties": "properties added, some endpoints need them",
    "items": "items added to arrays, some endpoints need them",
    "type": "its type set to object, the only one that arguments have",
    "noRemote$ref": "a $ref to another document left out, nothing is fetched for it",
  },
  usage: {
    tokens: (read, written) => `Usage: ${read} tokens read, ${written} written`,
    noTokens: "Usage: tokens not told",
    times: (rounds, ms, toolMs) =>
      `model asked ${rounds === 1 ? "once" : `${rounds} times`}, ${ms} ms in all, ${toolMs} ms in tools`,
    firstWord: (ms) => `first word after ${ms} ms`,
    backend: (said) => `The endpoint says of itself: ${said}`,
  },
  tools: { none: "There are no tools." },
  models: {
    marked: "* is asked where no other is named; --model or DEFAULT_MODEL names another.",
    absent: (model) =>
      `"${model}", which would be asked, is not among them; name another with --model or DEFAULT_MODEL.`,
  },
  form: {
    asks: (server, message) => `The MCP server ${server} asks: ${message}`,
    hint: "An empty line takes the default, or leaves out. /decline refuses to answer, /cancel gives up.",
    field: (label, format, isRequired, fallback) =>
      `${label} (${format}${isRequired ? ", required" : ""}${fallback ? `, default: ${fallback}` : ""})`,
    kinds: {
      string: "text",
      number: "number",
      integer: "whole number",
      boolean: "yes or no",
      choice: "one of these",
      choices: "any of these, with commas",
    },
    problems: {
      required: () => "This is required.",
      number: () => "This is no number.",
      integer: () => "This is no whole number.",
      boolean: () => "Answer yes or no.",
      choice: () => "This is not in the list.",
      format: (format) => `This is not of the format ${format}.`,
      tooSmall: (limit) => `Too short, too small or too few: at least ${limit}.`,
      tooLarge: (limit) => `Too long, too large or too many: at most ${limit}.`,
    },
    review: "Enter sends this; /edit begins again, /decline refuses, /cancel gives up.",
    declinedNoTerminal: "Declined: there is no terminal to answer on.",
    declinedUrl: "Declined: mcpdemo opens no web pages for a server.",
  },
};
