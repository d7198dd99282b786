import assert from "node:assert/strict";
import { TOPICS } from "./commands.ts";
import { UserError } from "./errors.ts";
import { helpOn } from "./help.ts";
import { en } from "./messages/en.ts";
import { fr } from "./messages/fr.ts";
import { PAGES } from "./pages.ts";

for (const messages of [en, fr]) {
  Deno.test(`help lists every page with its title (${messages.language})`, () => {
    const lines = helpOn(undefined, messages, "1", undefined).trimEnd().split("\n");
    assert.equal(lines.length, TOPICS.length);
    TOPICS.forEach((topic, index) => assert.match(lines[index]!, new RegExp(`^mcpdemo help ${topic} +\\S`)));
  });

  for (const topic of TOPICS) {
    Deno.test(`help ${topic} (${messages.language}) is plain Markdown in a pipe, and fits a terminal`, () => {
      const page = PAGES[messages.language][topic];
      assert.equal(helpOn(topic, messages, "1", undefined), page);
      const shown = helpOn(topic, messages, "1", 80);
      assert.doesNotMatch(shown, /<!--|\]\((?!https?:)/);
      assert.doesNotMatch(shown, /^#+ /m);
      // A wide table is a list.
      for (const line of shown.split("\n")) assert.ok((line.match(/│/g)?.length ?? 0) <= 4, line);
      assert.doesNotMatch(helpOn(topic, messages, "1", 40), /│/);
    });
  }
}

Deno.test("the pages of the two languages differ", () => {
  for (const topic of TOPICS) assert.notEqual(PAGES.en[topic], PAGES.fr[topic], topic);
});

Deno.test("help of a command without a page is its --help", () => {
  assert.match(helpOn("ask", en, "1", 80), /^Usage: mcpdemo ask /);
  assert.match(helpOn("ask", fr, "1", 80), /^Utilisation\u00A0: mcpdemo ask /);
});

Deno.test("help of an unknown page suggests the most similar name", () => {
  assert.throws(() => helpOn("modles", en, "1", 80), (error) => {
    assert.ok(error instanceof UserError);
    assert.deepEqual([error.code, error.data.nearest], ["unknown_topic", "models"]);
    return true;
  });
});
