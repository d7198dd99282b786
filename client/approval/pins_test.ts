import assert from "node:assert/strict";
import { UserError } from "../../cli/errors.ts";
import { stateFile } from "../../cli/state_file.ts";
import { createPins, type Pin, type PinStore } from "./pins.ts";

const pin = (name: string, isAlways = false): Pin => ({
  hash: `hash of ${name}`,
  isAlways,
  definition: { name, inputSchema: { type: "object" } },
});

/** A store in memory; `text` is what is kept. */
function inMemory(text?: string) {
  const store = {
    path: "/kept.json",
    text,
    read: () => Promise.resolve(store.text),
    write(written: string) {
      store.text = written;
      return Promise.resolve();
    },
  };
  return store;
}

const ODD_NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "",
  "a/b",
  "é\u0000\ud800",
  "[]",
];

Deno.test("a later run finds a stored pin, for any names", async () => {
  const store = inMemory();
  const first = createPins(store);
  for (const server of ODD_NAMES) {
    for (const tool of ODD_NAMES) assert.equal(await first.set(server, tool, pin(server + tool, true)), true);
  }
  const later = createPins(store);
  for (const server of ODD_NAMES) {
    for (const tool of ODD_NAMES) {
      const { hash, isAlways, definition } = (await later.get(server, tool))!;
      // JSON keeps lone surrogates as escapes: they come back as they were.
      assert.deepEqual({ hash, isAlways, definition }, pin(server + tool, true));
    }
  }
});

Deno.test("names of Object.prototype properties are not found as stored pins", async () => {
  for (const store of [undefined, inMemory(), inMemory('{"version":1,"tools":[]}')]) {
    const pins = createPins(store);
    for (const name of ODD_NAMES) assert.equal(await pins.get(name, name), undefined);
  }
});

Deno.test("a pin belongs to its server: another one with the same tool has none", async () => {
  const store = inMemory();
  await createPins(store).set("http://a/mcp", "tool", pin("tool"));
  assert.equal(await createPins(store).get("http://b/mcp", "tool"), undefined);
  assert.ok(await createPins(store).get("http://a/mcp", "tool"));
});

Deno.test("a new decision replaces the previous one, within a run and after it", async () => {
  const store = inMemory();
  const pins = createPins(store);
  await pins.set("s", "t", pin("old"));
  await pins.set("s", "t", pin("new", true));
  assert.deepEqual(await pins.get("s", "t"), pin("new", true));
  assert.equal((await createPins(store).get("s", "t"))?.hash, "hash of new");
  assert.equal(store.text!.match(/"tool": "t"/g)?.length, 1);
});

Deno.test("pins of concurrent calls are all stored, and so are those of another run", async () => {
  const store = inMemory();
  const [one, other] = [createPins(store), createPins(store)];
  assert.equal(await one.get("s", "a"), undefined);
  await other.set("s", "other", pin("other"));
  await Promise.all(["a", "b", "c"].map((name) => one.set("s", name, pin(name))));
  const later = createPins(store);
  for (const name of ["a", "b", "c", "other"]) assert.ok(await later.get("s", name), name);
});

for (
  const text of ["", "{", "null", "[]", '{"version":2,"tools":[]}', '{"version":1,"tools":[{"tool":"t"}]}']
) {
  Deno.test(`a file that contains ${text || "nothing"} is an error, not an empty one`, async () => {
    const isUnreadable = (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.deepEqual([error.code, error.exitStatus, error.data.path], [
        "approvals_unreadable",
        2,
        "/kept.json",
      ]);
      return true;
    };
    await assert.rejects(createPins(inMemory(text)).get("s", "t"), isUnreadable);
    const store = inMemory(text);
    await assert.rejects(createPins(store).set("s", "t", pin("t")), isUnreadable);
    assert.equal(store.text, text, "it was overwritten");
  });
}

Deno.test("if nothing can be written, the pin holds for this run, and set reports that it is not saved", async () => {
  const readOnly: PinStore = { ...inMemory(), write: () => Promise.reject(new Error("read-only")) };
  for (const store of [undefined, readOnly]) {
    const pins = createPins(store);
    assert.equal(await pins.set("s", "t", pin("t", true)), false);
    assert.deepEqual(await pins.get("s", "t"), pin("t", true));
  }
});

Deno.test("a real file is written atomically, readable by its owner only, in a folder that is created for it", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/new/state/approvals.json`;
  assert.equal(await createPins(stateFile(path)).set("s", "t", pin("t")), true);
  assert.equal((await createPins(stateFile(path)).get("s", "t"))?.hash, "hash of t");
  assert.deepEqual([...Deno.readDirSync(`${folder}/new/state`)].map(({ name }) => name), ["approvals.json"]);
  if (Deno.build.os !== "windows") assert.equal(Deno.statSync(path).mode! & 0o777, 0o600);
  // A file in place of the folder: nothing can be stored there.
  assert.equal(await createPins(stateFile(`${path}/below.json`)).set("s", "t", pin("t")), false);
  await Deno.remove(folder, { recursive: true });
});
