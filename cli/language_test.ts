import assert from "node:assert/strict";
import { type Language, languageOf, messagesIn } from "./language.ts";
import { en } from "./messages/en.ts";
import { fr } from "./messages/fr.ts";
import type { Environment } from "./settings.ts";

const VALUES: readonly [string, Language][] = [
  ["fr", "fr"],
  ["FR", "fr"],
  ["fr_FR.UTF-8", "fr"],
  ["fr_CA", "fr"],
  ["fr-BE", "fr"],
  ["fr.UTF-8", "fr"],
  ["fr@euro", "fr"],
  ["fro", "en"],
  ["fry_NL", "en"],
  ["frFR", "en"],
  ["en_FR.UTF-8", "en"],
  ["C", "en"],
  ["POSIX", "en"],
  ["de_DE.UTF-8", "en"],
];

for (const [value, language] of VALUES) {
  Deno.test(`${value} selects ${language} in each of the variables`, () => {
    for (const name of ["MCPDEMO_LANG", "LC_ALL", "LANG"]) {
      assert.equal(languageOf({ [name]: value }), language, name);
    }
  });
}

const ORDER: readonly [string, Environment, Language][] = [
  ["nothing set means English", {}, "en"],
  ["MCPDEMO_LANG wins over LC_ALL and LANG", { MCPDEMO_LANG: "en", LC_ALL: "fr", LANG: "fr" }, "en"],
  ["LC_ALL wins over LANG", { LC_ALL: "C", LANG: "fr_FR.UTF-8" }, "en"],
  ["LC_ALL in French wins over LANG", { LC_ALL: "fr_FR.UTF-8", LANG: "C" }, "fr"],
  ["an empty variable says nothing", { MCPDEMO_LANG: "", LC_ALL: "", LANG: "fr" }, "fr"],
  ["no other variable counts", { LANGUAGE: "fr", LC_MESSAGES: "fr" }, "en"],
];

for (const [name, environment, language] of ORDER) {
  Deno.test(name, () => assert.equal(languageOf(environment), language));
}

Deno.test("each language has its messages", () => {
  assert.equal(messagesIn("en"), en);
  assert.equal(messagesIn("fr"), fr);
});
