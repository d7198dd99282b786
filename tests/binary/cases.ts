/** Command lines and their expected outcomes. A new command adds its cases here. */
import config from "../../deno.json" with { type: "json" };
import { type BinaryOptions, KEY, TELLS_THE_TIME } from "./binary.ts";

export interface Case extends BinaryOptions {
  readonly name: string;
  readonly args: readonly string[];
  readonly status: number;
  /** Defaults to empty. */
  readonly stdout?: RegExp;
  readonly stderr?: RegExp;
}

const QUESTION = "what time is it";

/** Cases without a server: nothing listens on the port that they name. */
export const ALONE: readonly Case[] = [
  {
    name: "--version",
    args: ["--version"],
    status: 0,
    stdout: new RegExp(`^${RegExp.escape(config.version)}\n$`),
  },
  {
    name: "--version --verbose",
    args: ["--version", "--verbose"],
    status: 0,
    stdout: /^mcpdemo .*\ncommit: [0-9a-f]{40}.*\nbuilt: \d{4}-.*Z\nruntime: Deno .*\nsystem: .*\n$/,
  },
  { name: "--help", args: ["--help"], status: 0, stdout: /^ +serve .*^ +ask /ms },
  {
    name: "ask --help in French",
    args: ["ask", "--help"],
    environment: { LANG: "fr_FR.UTF-8" },
    status: 0,
    stdout: /variable\u00a0:/,
  },
  { name: "an unknown flag", args: ["serve", "--prot"], status: 2, stderr: /unknown_flag.*\n.*--port/ },
  {
    name: "ask without any configuration",
    args: ["ask", QUESTION],
    environment: { MCP_SERVER_URL: "" },
    status: 0,
    stdout: TELLS_THE_TIME,
    stderr: /offline/,
  },
  {
    name: "ask when no server is running",
    args: ["ask", "--server", "http://127.0.0.1:1", QUESTION],
    status: 3,
    stderr: /mcp_unreachable/,
  },
  {
    name: "ask reads a .env file at run time",
    args: ["ask", QUESTION],
    files: { ".env": "MCP_SERVER_URL=http://127.0.0.1:1\nMCPDEMO_LANG=fr\n" },
    status: 3,
    stderr: /127\.0\.0\.1:1.*\n.*serve/,
  },
  {
    name: "environment variables override .env",
    args: ["ask", QUESTION],
    environment: { MCP_SERVER_URL: "http://127.0.0.1:2" },
    files: { ".env": "MCP_SERVER_URL=http://127.0.0.1:1\n" },
    status: 3,
    stderr: /127\.0\.0\.1:2/,
  },
  { name: "completions", args: ["completions", "bash"], status: 0, stdout: /mcpdemo/ },
  {
    name: "health when no server is running",
    args: ["health", "--server", "http://127.0.0.1:1"],
    status: 3,
    stderr: /mcp_unreachable/,
  },
  {
    name: "--config names a file, and the file sets a variable",
    args: ["ask", "--config", "servers.json", QUESTION],
    environment: { WHERE: "127.0.0.1:3" },
    files: { "servers.json": '{ "mcpServers": { "here": { "url": "http://${WHERE}/mcp" } } }' },
    status: 3,
    stderr: /127\.0\.0\.1:3/,
  },
];

/**
 * Cases against the binary's own `serve`, run once in each era: `--server` and `--era` are added.
 */
export const IN_EACH_ERA: readonly Case[] = [
  {
    name: "ask",
    args: ["ask", QUESTION],
    environment: { MCP_SERVER_AUTH_KEY: KEY },
    status: 0,
    stdout: TELLS_THE_TIME,
    stderr: /get_current_time/,
  },
  {
    name: "tools",
    args: ["tools"],
    environment: { MCP_SERVER_AUTH_KEY: KEY },
    status: 0,
    stdout: /get_current_time[^]*plan_meeting/,
  },
  {
    name: "call",
    args: ["call", "get_current_time", "timezone=Europe/Paris"],
    environment: { MCP_SERVER_AUTH_KEY: KEY },
    status: 0,
    stdout: /Europe\/Paris/,
  },
  {
    name: "ask with a wrong key",
    args: ["ask", QUESTION],
    environment: { MCP_SERVER_AUTH_KEY: "wrong" },
    status: 4,
    stderr: /mcp_key_refused/,
  },
];
