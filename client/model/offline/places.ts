/**
 * Finds places in a question, as time zones, for the offline model. Pure.
 *
 * @module
 */
import { plain } from "./words.ts";

/** A place in a question. */
export interface Place {
  /** As the question writes it. */
  readonly written: string;
  /** An IANA time zone, or what was written if no zone is known for it: then the tool reports that. */
  readonly zone: string;
}

/** Places whose zone has another name. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "alger": "Africa/Algiers",
  "angleterre": "Europe/London",
  "athenes": "Europe/Athens",
  "bangalore": "Asia/Kolkata",
  "barcelona": "Europe/Madrid",
  "barcelone": "Europe/Madrid",
  "beijing": "Asia/Shanghai",
  "belgique": "Europe/Brussels",
  "belgium": "Europe/Brussels",
  "berne": "Europe/Zurich",
  "bombay": "Asia/Kolkata",
  "boston": "America/New_York",
  "bruxelles": "Europe/Brussels",
  "california": "America/Los_Angeles",
  "californie": "America/Los_Angeles",
  "china": "Asia/Shanghai",
  "chine": "Asia/Shanghai",
  "copenhague": "Europe/Copenhagen",
  "delhi": "Asia/Kolkata",
  "dubai": "Asia/Dubai",
  "egypt": "Africa/Cairo",
  "egypte": "Africa/Cairo",
  "england": "Europe/London",
  "espagne": "Europe/Madrid",
  "france": "Europe/Paris",
  "geneva": "Europe/Zurich",
  "geneve": "Europe/Zurich",
  "germany": "Europe/Berlin",
  "allemagne": "Europe/Berlin",
  "gmt": "UTC",
  "hanoi": "Asia/Ho_Chi_Minh",
  "hawaii": "Pacific/Honolulu",
  "inde": "Asia/Kolkata",
  "india": "Asia/Kolkata",
  "italie": "Europe/Rome",
  "italy": "Europe/Rome",
  "japan": "Asia/Tokyo",
  "japon": "Asia/Tokyo",
  "kyiv": "Europe/Kiev",
  "kyoto": "Asia/Tokyo",
  "caire": "Africa/Cairo",
  "kolkata": "Asia/Kolkata",
  "ho chi minh": "Asia/Ho_Chi_Minh",
  "kathmandu": "Asia/Kathmandu",
  "yangon": "Asia/Yangon",
  "nuuk": "America/Nuuk",
  "nyc": "America/New_York",
  "le caire": "Africa/Cairo",
  "lisbonne": "Europe/Lisbon",
  "londres": "Europe/London",
  "lyon": "Europe/Paris",
  "maroc": "Africa/Casablanca",
  "marseille": "Europe/Paris",
  "miami": "America/New_York",
  "milan": "Europe/Rome",
  "montreal": "America/Toronto",
  "morocco": "Africa/Casablanca",
  "moscou": "Europe/Moscow",
  "mumbai": "Asia/Kolkata",
  "munich": "Europe/Berlin",
  "new delhi": "Asia/Kolkata",
  "nouvelle caledonie": "Pacific/Noumea",
  "osaka": "Asia/Tokyo",
  "ottawa": "America/Toronto",
  "pekin": "Asia/Shanghai",
  "portugal": "Europe/Lisbon",
  "quebec": "America/Toronto",
  "rio": "America/Sao_Paulo",
  "rio de janeiro": "America/Sao_Paulo",
  "san francisco": "America/Los_Angeles",
  "seattle": "America/Los_Angeles",
  "senegal": "Africa/Dakar",
  "seoul": "Asia/Seoul",
  "singapour": "Asia/Singapore",
  "spain": "Europe/Madrid",
  "suisse": "Europe/Zurich",
  "switzerland": "Europe/Zurich",
  "tahiti": "Pacific/Tahiti",
  "toulouse": "Europe/Paris",
  "tunisie": "Africa/Tunis",
  "uk": "Europe/London",
  "utc": "UTC",
  "varsovie": "Europe/Warsaw",
  "vienne": "Europe/Vienna",
  "vietnam": "Asia/Ho_Chi_Minh",
  "washington": "America/New_York",
};

/** Names of zones that are everyday words. */
const WORDS = new Set(["center", "easter", "knox", "oral", "wake"]);

/** Places that are also words: they count only after a word such as "in". */
const AMBIGUOUS = new Set("casey christmas davis jersey midway phoenix resolute reunion".split(" "));

const LEAD = String.raw`(?<!\p{L})(?:[Ii]n|[Aa]t|[ÀàA]|[Aa]ux?|[Ee]n)\s+(?:(?:the|la|les)\s+)?`;
const LEADS_HERE = new RegExp(`${LEAD}$`, "u");

let known: ReadonlyMap<string, string> | undefined;

function zones(): ReadonlyMap<string, string> {
  if (known) return known;
  const cities = Intl.supportedValuesOf("timeZone")
    .map((zone): [string, string] => [plain(zone.slice(zone.lastIndexOf("/") + 1)), zone])
    .filter(([city]) => !WORDS.has(city));
  return known = new Map([...cities, ...Object.entries(ELSEWHERE)]);
}

/** Every place named in `question`, in the order in which it names them. */
export function placesIn(question: string): Place[] {
  const found: (Place & { at: number; length: number })[] = [];
  const take = (at: number, written: string, zone: string) => {
    const overlaps = (other: { at: number; length: number }) =>
      at < other.at + other.length && other.at < at + written.length;
    if (!found.some(overlaps)) found.push({ at, length: written.length, written, zone });
  };
  for (const match of question.matchAll(/\p{Lu}[\p{L}_]+(?:\/[\p{L}_+-]+\d*)+/gu)) {
    take(match.index, match[0], match[0]);
  }
  // An offset is not a zone: the tool reports that, and suggests a zone.
  for (const match of question.matchAll(/\b(?:GMT|UTC)\s?[+-]\s?\d{1,2}(?::?\d{2})?\b/g)) {
    take(match.index, match[0], match[0]);
  }
  const tokens = [...question.matchAll(/[\p{L}\p{N}]+/gu)];
  // The longest names first: "New York" before "York".
  for (let size = 3; size >= 1; size--) {
    for (let index = 0; index + size <= tokens.length; index++) {
      const [first, last] = [tokens[index]!, tokens[index + size - 1]!];
      const written = question.slice(first.index, last.index + last[0].length);
      const zone = zones().get(plain(written));
      const isPlace = !AMBIGUOUS.has(plain(written)) || LEADS_HERE.test(question.slice(0, first.index));
      if (zone && isPlace) take(first.index, written, zone);
    }
  }
  for (const match of question.matchAll(UNKNOWN_PLACE)) {
    take(match.index + match[0].length - match[1]!.length, match[1]!, match[1]!);
  }
  found.sort((a, b) => a.at - b.at);
  // "Paris, France" is one place.
  const isSaidAgain = (index: number) => {
    const [before, here] = [found[index - 1], found[index]!];
    return before?.zone === here.zone && /^[\s,]*$/.test(question.slice(before.at + before.length, here.at));
  };
  return found.filter((_, index) => !isSaidAgain(index)).map(({ written, zone }) => ({ written, zone }));
}

/** A capitalized name after a word such as "in". */
const UNKNOWN_PLACE = new RegExp(String.raw`${LEAD}(\p{Lu}[\p{L}'’-]+(?:[ ]\p{Lu}[\p{L}'’-]+)*)`, "gu");
