/**
 * Fills a tool's arguments, according to their JSON Schema, from the words of a question. Pure.
 *
 * @module
 */
import { isAboutNothing, languageOfText, meanings, plain } from "./words.ts";
import { placesIn } from "./places.ts";

/** The calls that a question asks for. */
export interface Filled {
  /** The arguments of each call: a question about two places is two calls. */
  readonly calls: readonly Record<string, unknown>[];
  /** Required arguments that the question does not give. */
  readonly missing: readonly string[];
}

interface Property {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: unknown;
  readonly description?: unknown;
  readonly items?: Property;
}

/**
 * The arguments of the calls of one tool.
 *
 * @param schema the JSON Schema of an object, as in `tools[].function.parameters`
 */
export function fillArguments(schema: unknown, question: string, toolName: string): Filled {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, Property>;
    required?: readonly string[];
  };
  const sources: Sources = {
    places: fromFirst(placesIn(question), question),
    numbers: numbersIn(question),
    quoted: [...question.matchAll(/"([^"]+)"|«\s*([^»]+?)\s*»|“([^”]+)”/g)].map(([, a, b, c]) =>
      (a ?? b ?? c)!
    ),
    question,
    toolName,
  };
  const entries = Object.entries(properties).map(([name, property]): [string, Property] => [
    name,
    typeof property === "object" && property !== null ? property : {},
  ]);
  const zoneNames = entries.filter(([name, property]) => isZone(name, property)).map(([name]) => name)
    // A question names first the place that a time is from, but a schema may list its arguments in any order.
    .sort((a, b) => Number(FROM.test(b)) - Number(FROM.test(a)));
  const args: Record<string, unknown> = {};
  const missing: string[] = [];
  for (const [name, property] of entries) {
    const isRequired = required.includes(name);
    const value = zoneNames.includes(name)
      ? sources.places[zoneNames.indexOf(name)]?.zone
      : valueFor(name, property, sources, isRequired);
    if (value !== undefined) args[name] = value;
    else if (isRequired) missing.push(name);
  }
  const [only] = zoneNames;
  if (zoneNames.length !== 1 || sources.places.length < 2) return { calls: [args], missing };
  return { calls: sources.places.map(({ zone }) => ({ ...args, [only!]: zone })), missing };
}

const FROM = /(^|_)(from|source|origin|de|depuis)(_|$)/i;

/** `3.5`, in French `3,5`; `1,000` is a thousand in English. */
function numbersIn(question: string): number[] {
  const isFrench = languageOfText(question) === "fr";
  const text = isFrench
    ? question.replace(/(?<=\d),(?=\d)/g, ".")
    : question.replace(/(?<=\d),(?=\d{3}(?!\d))/g, "");
  return [...text.matchAll(/(?<![\w:.])-?\d+(?:\.\d+)?(?![\w:])/g)].map(([number]) => Number(number));
}

/** In "in Tokyo when it is 14:30 in Paris", the place after the time of day is the one to convert from. */
function fromFirst(places: ReturnType<typeof placesIn>, question: string): ReturnType<typeof placesIn> {
  const [first, second] = places;
  if (places.length !== 2 || !first || !second) return places;
  const between = question.slice(
    question.indexOf(first.written) + first.written.length,
    question.lastIndexOf(second.written),
  );
  return clockIn(between) ? [second, first] : places;
}

interface Sources {
  readonly places: ReturnType<typeof placesIn>;
  /** Taken from the front as arguments use them. */
  readonly numbers: number[];
  readonly quoted: string[];
  readonly question: string;
  readonly toolName: string;
}

function isZone(name: string, { type, description }: Property): boolean {
  return (type === undefined || type === "string") && ZONE.test(`${name} ${description ?? ""}`);
}

const ZONE = /time.?zone|(^|_)tz(_|$)|\biana\b|fuseau/i;

function zonesOf({ places }: Sources): string[] | undefined {
  return places.length > 0 ? places.map(({ zone }) => zone) : undefined;
}

function valueFor(name: string, property: Property, sources: Sources, isRequired: boolean): unknown {
  if (Array.isArray(property.enum)) {
    return property.enum.find((choice) => mentions(sources.question, String(choice)));
  }
  const type = Array.isArray(property.type) ? property.type.find((each) => each !== "null") : property.type;
  switch (type) {
    case "integer":
    case "number":
      return sources.numbers.shift();
    case "boolean":
      return mentions(sources.question, name) || (isRequired ? false : undefined);
    case "array":
      return ZONE.test(name) ? zonesOf(sources) : arrayFor(property, sources);
    case "string":
    case undefined:
      return textFor(name, property, sources, isRequired);
  }
}

function arrayFor({ items }: Property, { numbers, quoted }: Sources): unknown[] | undefined {
  const isNumbers = items?.type === "number" || items?.type === "integer";
  const values = isNumbers ? numbers.splice(0) : quoted.splice(0);
  return values.length > 0 ? values : undefined;
}

function textFor(name: string, { format, description }: Property, sources: Sources, isRequired: boolean) {
  const { question, quoted, places, toolName } = sources;
  const about = `${name} ${format ?? ""}`;
  if (/ur[il]/i.test(about)) return question.match(/https?:\/\/[^\s"'<>]+/)?.[0];
  if (/e-?mail/i.test(about)) return question.match(/[\w.+-]+@[\w.-]+\w/)?.[0];
  if (format === "date") return question.match(/\b\d{4}-\d\d-\d\d\b/)?.[0];
  if (/city|location|place|country|ville|lieu|pays/i.test(about)) return places[0]?.written ?? quoted.shift();
  const clock = clockIn(question);
  // Only a time of day will do.
  if (/(^|_)(time|heure)(_|$)/i.test(name)) return clock;
  if (clock && /time|heure/i.test(`${about} ${description ?? ""}`)) return clock;
  const text = quoted.shift();
  if (text !== undefined || !isRequired) return text;
  return restOf(question, toolName) || undefined;
}

/** `14:30`, `9h05`, `14h`, `2pm`, `2:30 pm`, as `HH:MM`. */
export function clockIn(question: string): string | undefined {
  const match = question.match(
    /\b(\d{1,2})(?:\s?[:h]\s?(\d{2}))?\s?([ap])\.?m\b|\b(\d{1,2})\s?(?::|h)\s?(\d{2})\b|\b(\d{1,2})\s?h\b/i,
  );
  if (!match) return undefined;
  const [, hour12, minutes12, half, hour, minutes, hourAlone] = match;
  const hours = half
    ? Number(hour12) % 12 + (half.toLowerCase() === "p" ? 12 : 0)
    : Number(hour ?? hourAlone);
  return `${String(hours).padStart(2, "0")}:${minutes12 ?? minutes ?? "00"}`;
}

/** The question without the words at its front that named the tool: "echo hello you" → "hello you". */
function restOf(question: string, toolName: string): string {
  const named = meanings(toolName);
  const parts = question.trim().split(/\s+/);
  const names = (word: string) => [...meanings(word)].some((each) => named.has(each));
  // After the word that names the tool, everything counts except connecting words: "search for", "echo: ".
  const naming = parts.findIndex(names);
  const from = parts.findIndex((word, index) =>
    index > naming && !(naming === -1 ? isAboutNothing(word) : names(word) || CONNECTING.has(plain(word)))
  );
  return from === -1 ? "" : parts.slice(from).join(" ").replace(/[?!.\s]+$/, "");
}

const CONNECTING = new Set("a an the for about that to le la les l des de du un une que sur".split(" "));

function mentions(question: string, text: string): boolean {
  return ` ${plain(question)} `.includes(` ${plain(text)} `);
}
