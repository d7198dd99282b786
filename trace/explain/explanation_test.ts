import assert from "node:assert/strict";
import { STEP_KINDS } from "../step_kind.ts";
import { explain, explanationsIn } from "./explanation.ts";
import sections from "./sections.json" with { type: "json" };

const ERAS = ["2024", "2025", "2026"] as const;

Deno.test("each kind of step is listed once", () => {
  assert.equal(new Set(STEP_KINDS).size, STEP_KINDS.length);
});

for (const language of ["en", "fr"] as const) {
  Deno.test(`${language}: every kind of step has a title, a text, what breaks it and a section`, () => {
    const all = explanationsIn(language);
    assert.deepEqual(Object.keys(all).sort(), [...STEP_KINDS].sort());
    for (const [step, { title, text, breaks }] of Object.entries(all)) {
      assert.ok(title.length > 0 && title.length <= 90, `${step}: ${title}`);
      assert.doesNotMatch(title, /\.$/, step);
      for (const sentences of [text, breaks]) {
        assert.match(sentences, /[.?]$/, `${step}: ${sentences}`);
        assert.ok(sentences.length <= 320, `${step} takes ${sentences.length} characters`);
        assert.doesNotMatch(sentences, /\s\s|\n/, step);
      }
    }
  });
}

Deno.test("each French explanation differs from the English one", () => {
  for (const step of STEP_KINDS) {
    const [en, fr] = [explain(step, "en"), explain(step, "fr")];
    for (const part of ["title", "text", "breaks"] as const) assert.notEqual(en[part], fr[part], step);
    assert.equal(en.spec, fr.spec);
  }
});

/** The pages of the API that other endpoints imitate, below platform.openai.com/docs. */
const API_PAGES = new Set(
  [
    "api-reference/chat/create",
    "api-reference/chat/object",
    "api-reference/chat-streaming",
    "api-reference/models/list",
    "guides/error-codes",
    "guides/function-calling",
  ].map((page) => `https://platform.openai.com/docs/${page}`),
);

/** `sections.json` lists the pages and headings in the specification's repository. */
Deno.test("every link leads to an existing section of the specification, in every era, or to the model API", () => {
  const known = new Set(
    sections.map((section) => `https://modelcontextprotocol.io/specification/${section}`),
  );
  for (const step of STEP_KINDS) {
    for (const era of ERAS) {
      const { spec } = explain(step, "en", era);
      const isOfModel = /^model|_model|^final_answer$|^tool_call_asked$/.test(step);
      assert.equal(known.has(spec), !isOfModel, `${step} in ${era}: ${spec}`);
      assert.equal(API_PAGES.has(spec), isOfModel, `${step} in ${era}: ${spec}`);
    }
  }
});

Deno.test("a step that exists in an era links to that era's revision", () => {
  assert.match(explain("tools_call", "en", "2024").spec, /\/2024-11-05\//);
  assert.match(explain("tools_call", "en", "2025").spec, /\/2025-11-25\//);
  assert.match(explain("tools_call", "en", "2026").spec, /\/2026-07-28\//);
});

Deno.test("over HTTP+SSE, the links lead to the revision that is spoken, those on the transport to its own", () => {
  const known = new Set(
    sections.map((section) => `https://modelcontextprotocol.io/specification/${section}`),
  );
  for (const step of STEP_KINDS) {
    const { spec } = explain(step, "en", "2024", "2025-11-25");
    assert.ok(known.has(spec) || API_PAGES.has(spec), `${step}: ${spec}`);
  }
  assert.match(explain("tools_call", "en", "2024", "2025-11-25").spec, /\/2025-11-25\/server/);
  assert.match(explain("endpoint_event", "en", "2024", "2025-11-25").spec, /\/2024-11-05\/.*#http-with-sse$/);
});

for (const revision of ["2025-03-26", "2025-06-18"]) {
  Deno.test(`a server that speaks ${revision} has its own links, or those of the era where it has none`, () => {
    const known = new Set(
      sections.map((section) => `https://modelcontextprotocol.io/specification/${section}`),
    );
    const linked = STEP_KINDS.map((step) => explain(step, "en", "2025", revision).spec);
    for (const spec of linked) assert.ok(known.has(spec) || API_PAGES.has(spec), spec);
    assert.ok(linked.filter((spec) => spec.includes(`/${revision}/`)).length > 40);
    assert.match(explain("tools_call", "en", "2025", revision).spec, new RegExp(`/${revision}/server`));
    assert.match(explain("tools_call", "en", "2024", revision).spec, new RegExp(`/${revision}/server`));
    assert.match(explain("endpoint_event", "en", "2024", revision).spec, /\/2024-11-05\//);
  });
}
