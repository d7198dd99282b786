import assert from "node:assert/strict";
import fc from "fast-check";
import { getCurrentTime } from "../../../features/tools/get_current_time.ts";
import { decide, type OfflineTool } from "./rules.ts";

const NOW: OfflineTool = {
  name: getCurrentTime.name,
  description: getCurrentTime.description,
  parameters: getCurrentTime.inputSchema["~standard"].jsonSchema.input({ target: "draft-2020-12" }),
};

const text = (description = "") => ({ type: "string", description });
const takes = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
});
/** Tools as other servers have them. */
const OTHERS: OfflineTool[] = [
  {
    name: "add",
    description: "Add two numbers",
    parameters: takes({ a: { type: "number" }, b: { type: "number" } }),
  },
  {
    name: "get_weather",
    description: "Get the current weather for a city",
    parameters: takes({ city: text() }),
  },
  { name: "echo", description: "Echoes back the message", parameters: takes({ message: text() }) },
  { name: "search", description: "Search the documentation", parameters: takes({ query: text() }) },
  {
    name: "convert_time",
    description: "Convert time between timezones",
    parameters: takes({
      time: text("Time in 24-hour format (HH:MM)"),
      from_timezone: text("Source IANA timezone"),
      to_timezone: text("Target IANA timezone"),
    }),
  },
  {
    name: "set_light",
    description: "Set the colour of the lamp",
    parameters: takes({ colour: { type: "string", enum: ["red", "green", "blue"] } }),
  },
];

const user = (content: unknown) => ({ role: "user", content });
const decideOn = (question: string, tools: readonly OfflineTool[]) =>
  decide({ messages: [user(question)], tools });
function callsFor(question: string, tools: readonly OfflineTool[]): unknown[] {
  const decision = decideOn(question, tools);
  assert.ok("calls" in decision, "text" in decision ? decision.text : "");
  return decision.calls.map(({ name, arguments: args }) => [name, args]);
}

const now = (...zones: string[]) => zones.map((timezone) => ["get_current_time", { timezone }]);
const HERE = [["get_current_time", {}]];
const TIMES: Record<string, unknown[]> = {
  "what time is it": HERE,
  "What's the time?": HERE,
  "Hello, can you tell me what time it is right now?": HERE,
  "do you have the time?": HERE,
  "time": HERE,
  "What day is it today?": HERE,
  "what's today's date?": HERE,
  "time in New York please": now("America/New_York"),
  "Could you tell me the current time in São Paulo": now("America/Sao_Paulo"),
  "what is today's date in Tokyo?": now("Asia/Tokyo"),
  "What time is it in Europe/Paris?": now("Europe/Paris"),
  "Time in Tokyo, Paris and New York?": now("Asia/Tokyo", "Europe/Paris", "America/New_York"),
  "What time is it in Atlantis?": now("Atlantis"),
  "What time is it in Paris, France?": now("Europe/Paris"),
  "tell me the hour": HERE,
  "what year is it?": HERE,
  "what month is it?": HERE,
  "Quelle heure est-il ?": HERE,
  "il est quelle heure": HERE,
  "T’as l’heure ?": HERE,
  "quel jour sommes-nous ?": HERE,
  "Quelle est la date d'aujourd'hui ?": HERE,
  "donne-moi l'heure": HERE,
  "il est quelle heure à Londres ?": now("Europe/London"),
  "Peux-tu me dire l'heure qu'il est à São Paulo ?": now("America/Sao_Paulo"),
  "Quelle heure est-il en Italie et au Japon ?": now("Europe/Rome", "Asia/Tokyo"),
  "Quelle heure est-il à Atlantide ?": now("Atlantide"),
  "en quelle année sommes-nous ?": HERE,
  "quel mois sommes-nous ?": HERE,
};

for (const [question, expected] of Object.entries(TIMES)) {
  Deno.test(`The time is asked for by "${question}", alone and among other tools`, () => {
    assert.deepEqual(callsFor(question, [NOW]), expected);
    assert.deepEqual(callsFor(question, [...OTHERS, NOW]), expected);
  });
}

const convert = (time: string, from_timezone: string, to_timezone: string) => [
  ["convert_time", { time, from_timezone, to_timezone }],
];
const OTHER_CALLS: Record<string, unknown[]> = {
  "add 2 and 3": [["add", { a: 2, b: 3 }]],
  "What is 2 + 3?": [["add", { a: 2, b: 3 }]],
  "Additionne -3 et 4.5": [["add", { a: -3, b: 4.5 }]],
  "combien font 3 + 4 ?": [["add", { a: 3, b: 4 }]],
  "What is the sum of 2 and 3?": [["add", { a: 2, b: 3 }]],
  "additionne 3,5 et 2": [["add", { a: 3.5, b: 2 }]],
  "add 1,000 and 5": [["add", { a: 1000, b: 5 }]],
  "What's the weather in Paris?": [["get_weather", { city: "Paris" }]],
  "météo à Marseille": [["get_weather", { city: "Marseille" }]],
  "weather in Springfield": [["get_weather", { city: "Springfield" }]],
  'echo "hello world"': [["echo", { message: "hello world" }]],
  "Répète « bonjour à tous »": [["echo", { message: "bonjour à tous" }]],
  "echo hello you": [["echo", { message: "hello you" }]],
  "répète bonjour": [["echo", { message: "bonjour" }]],
  "search for authentication": [["search", { query: "authentication" }]],
  "Can you search for rate limits?": [["search", { query: "rate limits" }]],
  "cherche les erreurs 404": [["search", { query: "erreurs 404" }]],
  "convert 14:30 from Paris to Tokyo": convert("14:30", "Europe/Paris", "Asia/Tokyo"),
  "Convertis 9h05 de Paris à Tokyo": convert("09:05", "Europe/Paris", "Asia/Tokyo"),
  "convert 2pm from Paris to Tokyo": convert("14:00", "Europe/Paris", "Asia/Tokyo"),
  "What time is it in Tokyo when it is 14:30 in Paris?": convert("14:30", "Europe/Paris", "Asia/Tokyo"),
  "set the lamp to red": [["set_light", { colour: "red" }]],
  "Please turn the light BLUE!": [["set_light", { colour: "blue" }]],
};

for (const [question, expected] of Object.entries(OTHER_CALLS)) {
  Deno.test(`Other servers' tools are called by "${question}", with and without ours beside them`, () => {
    assert.deepEqual(callsFor(question, OTHERS), expected);
    assert.deepEqual(callsFor(question, [NOW, ...OTHERS]), expected);
  });
}

const TEXTS: Record<string, RegExp> = {
  "hello": /^I am an offline stand-in .* no tool .*: add, get_weather, echo, .*, get_current_time\.$/,
  "who won the world cup?": /^I am an offline stand-in/,
  "tell me a joke": /^I am an offline stand-in/,
  "bonjour": /^Je suis un remplaçant hors ligne .* aucun outil .*: add, get_weather/,
  "raconte-moi une blague": /^Je suis un remplaçant hors ligne/,
  "add": /^The tool add fits, but your question does not say: a, b\.$/,
  "add 2": /does not say: b\.$/,
  "Additionne 2": /^L’outil add convient, mais votre question ne précise pas\u00A0: b\.$/,
  "what's the weather?": /^The tool get_weather fits, .*: city\.$/,
  "convert time": /^The tool convert_time fits, .*: time, from_timezone, to_timezone\.$/,
  "set the light to purple": /^The tool set_light fits, .*: colour\.$/,
};

for (const [question, expected] of Object.entries(TEXTS)) {
  Deno.test(`"${question}" calls nothing, and the answer says why`, () => {
    const decision = decideOn(question, [...OTHERS, NOW]);
    assert.match("text" in decision ? decision.text : JSON.stringify(decision), expected);
  });
}

Deno.test("The answer says that a server has no tools, in either language", () => {
  assert.match(JSON.stringify(decideOn("what time is it", [])), /It has no tools\./);
  assert.match(JSON.stringify(decideOn("quelle heure est-il", [])), /Il n’a aucun outil\./);
});

Deno.test("The last question counts, and a question in parts is read", () => {
  const messages = [
    user("add 1 and 2"),
    { role: "assistant", content: "3" },
    user([{ type: "text", text: "echo 'x'" }]),
  ];
  const decision = decide({ messages, tools: OTHERS });
  assert.equal("calls" in decision && decision.calls[0]?.name, "echo");
});

const ODD_SCHEMAS: Record<string, unknown> = {
  "missing": undefined,
  "null": null,
  "true": true,
  "with a property null": { properties: { a: null }, required: ["a"] },
  "with a property true": { properties: { a: true }, required: ["a"] },
  "with an enum that is not a list": { properties: { a: { enum: "red" } } },
};

for (const [name, parameters] of Object.entries(ODD_SCHEMAS)) {
  Deno.test(`A tool whose schema is ${name} keeps no other tool from being called`, () => {
    assert.deepEqual(callsFor("what time is it", [{ name: "odd", parameters }, NOW]), HERE);
  });
}

Deno.test("No question makes the rules throw", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (question) => {
    decideOn(question, [NOW, ...OTHERS]);
  }));
});
