import assert from "node:assert/strict";
import fc from "fast-check";
import { columns } from "../lib/wrap.ts";
import { UserError } from "./errors.ts";
import { en } from "./messages/en.ts";
import { fr } from "./messages/fr.ts";
import type { Messages } from "./messages/messages.ts";
import { type Flags, parseArguments } from "./program.ts";
import { type CommandName, COMMANDS } from "./commands.ts";
import type { Table } from "./setting.ts";

const VERSION = "1.2.3-test";
const parse = (...args: string[]) => parseArguments(args, en, VERSION);

/** The refusal of a command line: its code and what fills its sentence. */
function refused(...args: string[]): [string, Readonly<Record<string, string>>] {
  try {
    parse(...args);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return [error.code, error.data];
  }
  assert.fail(`accepted: ${args.join(" ")}`);
}

/** On one line: help breaks its lines at spaces, also at no-break ones. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ");
}

const TABLES = Object.entries(COMMANDS).map(([name, { settings }]): [CommandName, Table] => [
  name as CommandName,
  settings,
]);

for (const messages of [en, fr]) {
  for (const [command, table] of TABLES) {
    Deno.test(`${command} --help (${messages.language}) shows each flag, its meaning and its default`, () => {
      const parsed = parseArguments([command, "--help"], messages, VERSION);
      assert.ok(parsed.command === "--help");
      const flat = plain(parsed.text);
      const meanings: Readonly<Record<string, string>> = messages
        .settings[command === "serve" || command === "keys" || command === "model" ? command : "client"];
      for (const [key, setting] of Object.entries(table)) {
        // Of a switch that is on by default, only the way to turn it off is shown.
        const shown = setting.negation ?? setting.flag;
        if (!shown) continue;
        const term = shown.replace(/\w+(?=>)/, (word) => messages.help.placeholders[word] ?? word);
        assert.ok(flat.includes(plain(` ${term} ${meanings[key]}`)), shown);
        if (setting.shownDefault) {
          assert.ok(flat.includes(plain(messages.help.defaultIs(setting.shownDefault))));
        }
      }
      assert.ok(flat.includes(plain(messages.help.commands[command])));
      assert.ok(flat.includes(messages.help.showHelp));
    });

    Deno.test(`${command} --help (${messages.language}) names each variable that sets something`, () => {
      const parsed = parseArguments([command, "-h"], messages, VERSION);
      assert.ok(parsed.command === "--help");
      for (const name of Object.values(table).flatMap(({ variables = [] }) => variables)) {
        assert.match(parsed.text, new RegExp(`\\b${name}\\b`));
      }
    });
  }

  Deno.test(`--help (${messages.language}) shows the commands and the exit statuses`, () => {
    for (const args of [[], ["--help"], ["-h"]]) {
      const parsed = parseArguments(args, messages, VERSION);
      assert.ok(parsed.command === "--help");
      const flat = plain(parsed.text);
      for (const { 0: name } of TABLES) assert.ok(flat.includes(plain(messages.help.commands[name])), name);
      assert.ok(flat.includes(plain(messages.help.after).trim()));
    }
  });
}

Deno.test("French help has no English title", () => {
  for (const args of [["--help"], ...TABLES.map(([name]) => [name, "--help"])]) {
    const parsed = parseArguments(args, fr, VERSION);
    assert.ok(parsed.command === "--help");
    assert.doesNotMatch(parsed.text, /^(Usage|Options|Arguments|Commands):/m);
    assert.match(parsed.text, /^Utilisation\u00A0:/m);
  }
});

Deno.test("French help keeps French spacing before each semicolon and colon between details", () => {
  const parsed = parseArguments(["ask", "--help"], fr, VERSION);
  assert.ok(parsed.command === "--help");
  assert.doesNotMatch(plain(parsed.text), /[^ ];/);
});

Deno.test("--version prints the version", () => {
  for (const flag of ["--version", "-V"]) {
    assert.deepEqual(parse(flag), { command: "--help", text: `${VERSION}\n` });
  }
});

const READ: readonly [string, readonly string[], string, Flags][] = [
  ["no question", [], "", {}],
  ["the words of a question", ["what", "time", "is it"], "what|time|is it", {}],
  ["flags may stand anywhere", ["what", "--debug", "time"], "what|time", { debug: true }],
  ["-- passes the rest", ["--debug", "--", "--what", "-is", "--debug"], "--what|-is|--debug", {
    debug: true,
  }],
  ["--stream", ["--stream"], "", { stream: true }],
  ["--no-stream", ["--no-stream"], "", { stream: false }],
  ["the last of --stream and --no-stream counts", ["--stream", "--no-stream"], "", { stream: false }],
  ["the last of --no-stream and --stream counts", ["--no-stream", "--stream"], "", { stream: true }],
  ["= gives a value", ["--era=2024", "--server=http://h/?a=b"], "", {
    era: ["2024"],
    servers: ["http://h/?a=b"],
  }],
  ["a value may begin with a dash", ["--auth-key", "-k"], "", { authKey: ["-k"] }],
  ["an empty value is a value", ["--auth-key="], "", { authKey: [""] }],
  ["values come in order", ["--model", "a", "--model", "b"], "", { model: ["a", "b"] }],
];

for (const [name, args, question, flags] of READ) {
  Deno.test(`ask: ${name}`, () => {
    assert.deepEqual(parse("ask", ...args), {
      command: "ask",
      words: question === "" ? [] : question.split("|"),
      flags,
    });
  });
}

Deno.test("serve: --auth-key is repeatable, and --no-auth turns auth off", () => {
  assert.deepEqual(parse("serve"), { command: "serve", words: [], flags: {} });
  assert.deepEqual(parse("serve", "--auth-key", "a", "--port=0", "--auth-key=b", "--no-auth"), {
    command: "serve",
    words: [],
    flags: { authKeys: ["a", "b"], port: ["0"], auth: false },
  });
});

const flag = (flag: string, command: string, nearest: string) => ["unknown_flag", { flag, command, nearest }];
const argument = (flag: string, argument: string) => [
  "unknown_flag",
  { flag, command: "call", nearest: "", argument },
];
const REFUSED: readonly [string, readonly string[], unknown][] = [
  ["an unknown flag names the nearest", ["serve", "--prot", "1"], flag("--prot", "serve", "--port")],
  ["a flag of the other command", ["serve", "--max-step"], flag("--max-step", "serve", "")],
  ["two letters swapped in --help", ["ask", "--hlep"], flag("--hlep", "ask", "--help")],
  ["an unknown flag with a value", ["serve", "--prot=8000"], flag("--prot", "serve", "--port")],
  ["an unknown flag far from all", ["ask", "--quite-different"], flag("--quite-different", "ask", "")],
  ["an unknown flag with a quote", ["ask", "--debu'g"], flag("--debu'g", "ask", "--debug")],
  ["an unknown flag before any command", ["--verison"], flag("--verison", "", "--version")],
  ["two letters swapped in --version", ["ask", "--versoin"], flag("--versoin", "ask", "--version")],
  ["the -v of other programs", ["-v"], flag("-v", "", "--version")],
  ["a tool's argument as a flag", ["call", "t", "--time", "15:00"], argument("--time", "time=15:00")],
  ["a tool's argument as a flag with =", ["call", "t", "--time=a=b"], argument("--time", "time=a=b")],
  ["a tool's argument as a flag alone", ["call", "t", "--deep", "--json"], argument("--deep", "deep=VALUE")],
  [
    "a tool's argument that is like a flag",
    ["call", "--timezone", "x"],
    argument("--timezone", "timezone=x"),
  ],
  ["a slip in a flag of call", ["call", "t", "--timout", "1"], flag("--timout", "call", "--timeout")],
  ["the version of other programs", ["version"], [
    "unknown_command",
    { name: "version", nearest: "mcpdemo --version" },
  ]],
  ["an unknown command names the nearest", ["aks"], ["unknown_command", { name: "aks", nearest: "ask" }]],
  ["an unknown command far from all", ["banana"], ["unknown_command", { name: "banana", nearest: "" }]],
  ["a question without ask", ["what's up"], ["unknown_command", { name: "what's up", nearest: "" }]],
];

for (const [name, args, expected] of REFUSED) {
  Deno.test(`refused: ${name}`, () => assert.deepEqual(refused(...args), expected));
}

Deno.test("an unknown flag before its command is never suggested as its own correction", () => {
  const [code, { flag, nearest }] = refused("--debug", "ask", "hi");
  assert.equal(code, "unknown_flag");
  assert.notEqual(nearest, flag);
});

Deno.test("a missing value and an extra argument are reported in our own messages, not commander's", () => {
  assert.deepEqual(refused("serve", "--port"), ["value_missing", { flag: "--port" }]);
  assert.deepEqual(refused("serve", "extra"), ["arguments_extra", { command: "serve" }]);
  assert.deepEqual(refused("call"), ["argument_missing", { command: "call", name: "name" }]);
});

const PAGES = [[], ...TABLES.map(([name]) => [name])];
const WIDTHS = [40, 45, 50, 60, 72, 80, 100, 120];

function helpOf(words: readonly string[], messages: Messages, width?: number): string {
  const parsed = parseArguments([...words, "--help"], messages, VERSION, width);
  assert.ok(parsed.command === "--help");
  return parsed.text;
}

for (const messages of [en, fr]) {
  Deno.test(`--help (${messages.language}) fits a terminal of any width, and breaks no word`, () => {
    for (const page of PAGES) {
      const words = new Set(helpOf(page, messages).split(/[ \n]+/));
      for (const width of WIDTHS) {
        const lines = helpOf(page, messages, width).split("\n");
        for (const line of lines) {
          assert.ok(columns(line) <= width, `${width}: ${line}`);
          assert.doesNotMatch(line, /^\s*[:;?!»]/);
        }
        for (const word of lines.join(" ").split(/ +/)) assert.ok(words.has(word), `${width}: ${word}`);
      }
    }
  });
}

Deno.test("--help is not wrapped when stdout is not a terminal", () => {
  const line = helpOf(["ask"], en).split("\n").find((each) => /^ +--trace/.test(each));
  assert.ok(line?.endsWith(en.settings.client.trace), line);
});

Deno.test("French help has no English word", () => {
  const english =
    /\b(a|an|address|and|by|choices|command|default|display|each|file|for|from|is|it|its|key|language|name|number|of|or|origin|output|seconds|the|to|usage|variables?|view|which|with|zone)\b/gi;
  for (const page of PAGES) {
    // The names of flags, variables, files and tools are the same in all languages; "variable" is French too.
    const prose = helpOf(page, fr).replace(/--?[\w-]+(=\w+)?|\$\{\w+\}|\b[A-Z]+(_[A-Z]+)+\b|\bMCP \w+/g, "")
      .replace(/\bvariable\b/g, "").replace(/\b(il )?a\b/g, "");
    assert.deepEqual(prose.match(english) ?? [], [], page.join(" "));
  }
});

Deno.test("every command line is parsed, answered with help or refused: no other error is thrown", () => {
  const word = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom(
      "ask",
      "serve",
      "help",
      "--",
      "-",
      "--help",
      "-h",
      "-V",
      "--port",
      "--no-auth",
      "--stream",
    ),
    fc.constantFrom("--port=", "--no-stream=1", "-hV", "--__proto__", "constructor", "--no-", "--=", "'"),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (args) => {
      try {
        assert.ok([...Object.keys(COMMANDS), "--help"].includes(parse(...args).command));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        assert.equal(error.exitStatus, 2);
      }
    }),
    { numRuns: 500 },
  );
});
