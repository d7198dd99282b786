import assert from "node:assert/strict";
import fc from "fast-check";
import { placesIn } from "./places.ts";

const zonesOf = (question: string) => placesIn(question).map(({ zone }) => zone);

const CASES: Record<string, Record<string, string[]>> = {
  "cities by the name of their zone": {
    "What time is it in Tokyo?": ["Asia/Tokyo"],
    "time in new york please": ["America/New_York"],
    "Could you tell me the current time in São Paulo": ["America/Sao_Paulo"],
    "time in Sao Paulo": ["America/Sao_Paulo"],
    "ZURICH": ["Europe/Zurich"],
    "Quelle heure est-il à New-York ?": ["America/New_York"],
    "time in Port of Spain": ["America/Port_of_Spain"],
    "in Mexico City": ["America/Mexico_City"],
    "time in Phoenix": ["America/Phoenix"],
    "in Paris's streets": ["Europe/Paris"],
  },
  "cities by another name, in English and in French": {
    "What time is it in Mumbai?": ["Asia/Kolkata"],
    "time in San Francisco": ["America/Los_Angeles"],
    "what's the time in nyc": ["America/New_York"],
    "il est quelle heure à Londres ?": ["Europe/London"],
    "Quelle heure est-il à Genève ?": ["Europe/Zurich"],
    "heure de Montréal": ["America/Toronto"],
    "à Pékin": ["Asia/Shanghai"],
    "au Caire": ["Africa/Cairo"],
  },
  "cities that the runtime lists by an older name": {
    "time in Kolkata": ["Asia/Kolkata"],
    "time in Ho Chi Minh City": ["Asia/Ho_Chi_Minh"],
    "time in Kathmandu": ["Asia/Kathmandu"],
    "time in Yangon": ["Asia/Yangon"],
    "time in Nuuk": ["America/Nuuk"],
  },
  "countries of one zone": {
    "time in Japan": ["Asia/Tokyo"],
    "Quelle heure est-il en Chine ?": ["Asia/Shanghai"],
    "à la Réunion": ["Indian/Reunion"],
  },
  "zones by their whole name, known or not": {
    "time in Europe/Paris": ["Europe/Paris"],
    "America/Argentina/Buenos_Aires": ["America/Argentina/Buenos_Aires"],
    "Etc/GMT+5": ["Etc/GMT+5"],
    "Mars/Olympus": ["Mars/Olympus"],
    "UTC": ["UTC"],
    "heure GMT": ["UTC"],
  },
  "several places, in their order": {
    "New York and London": ["America/New_York", "Europe/London"],
    "convert 9:00 from Paris to Tokyo": ["Europe/Paris", "Asia/Tokyo"],
    "Tokyo, Paris, and Sydney": ["Asia/Tokyo", "Europe/Paris", "Australia/Sydney"],
    "convert 9:00 from Paris to Lyon": ["Europe/Paris", "Europe/Paris"],
    "en Italie et au Japon": ["Europe/Rome", "Asia/Tokyo"],
  },
  "an unknown place after a word that leads to one, so that the tool can say so": {
    "time in Atlantis": ["Atlantis"],
    "at Hill Valley, please": ["Hill Valley"],
    "au Wakanda": ["Wakanda"],
    "What time is it in the US?": ["US"],
    "Quelle heure est-il à Atlantide ?": ["Atlantide"],
    "À Atlantide, il est quelle heure ?": ["Atlantide"],
  },
  "the same place once, however it is said": {
    "time in Paris, France": ["Europe/Paris"],
    "Mumbai, India": ["Asia/Kolkata"],
    "convert 9:00 from Paris, France to Tokyo, Japan": ["Europe/Paris", "Asia/Tokyo"],
  },
  "no place where there is none": {
    "": [],
    "What time is it?": [],
    "is it easter in the center?": [],
    "at home": [],
    "Planifie une réunion demain": [],
    "À quelle heure est la réunion ?": [],
    "When is Christmas?": [],
    "9:00": [],
  },
};

for (const [name, questions] of Object.entries(CASES)) {
  for (const [question, expected] of Object.entries(questions)) {
    Deno.test(`placesIn finds ${name}: "${question}"`, () => {
      assert.deepEqual(zonesOf(question), expected);
    });
  }
}

Deno.test("placesIn returns each place as the question wrote it", () => {
  assert.deepEqual(placesIn("De new-york à SÃO PAULO en Europe/Paris").map(({ written }) => written), [
    "new-york",
    "SÃO PAULO",
    "Europe/Paris",
  ]);
});

Deno.test("placesIn finds places in order, apart from each other, and written in the question", () => {
  const word = fc.constantFrom(
    "New",
    "York",
    "Los",
    "Angeles",
    "in",
    "at",
    "Paris",
    "Foo",
    "Europe/Paris",
    ",",
    "à",
  );
  fc.assert(fc.property(fc.array(word, { maxLength: 12 }), (words) => {
    const question = words.join(" ");
    let from = 0;
    for (const { written } of placesIn(question)) {
      const at = question.indexOf(written, from);
      assert.notEqual(at, -1, `${written} in ${question}`);
      from = at + written.length;
    }
  }));
});

Deno.test("placesIn lists the zones of the runtime at most once, however long the question is", () => {
  const real = Intl.supportedValuesOf;
  let listed = 0;
  Intl.supportedValuesOf = (key) => {
    listed++;
    return real(key);
  };
  try {
    placesIn("what time is it in Paris ".repeat(10));
    placesIn("and in Tokyo");
  } finally {
    Intl.supportedValuesOf = real;
  }
  assert.ok(listed <= 1, `${listed} times`);
});
