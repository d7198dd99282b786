import assert from "node:assert/strict";
import fc from "fast-check";
import { readEnvironment } from "./environment.ts";
import { UserError } from "./errors.ts";

/** Runs `use` with the path of a `.env` that holds `text`, or of one that is not there. */
async function withFile<T>(
  text: string | Uint8Array | undefined,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/.env`;
  try {
    if (typeof text === "string") await Deno.writeTextFile(path, text);
    else if (text) await Deno.writeFile(path, text);
    return await use(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a missing .env is not an error", async () => {
  const read = await withFile(undefined, (path) => readEnvironment({ API_URL: "http://own" }, path));
  assert.deepEqual(read, { API_URL: "http://own" });
});

Deno.test("the .env adds variables that the process lacks", async () => {
  const text = '# a comment\nAPI_KEY="from file"\nexport DEFAULT_MODEL=m1\r\nAPI_URL=http://file # why\n';
  const read = await withFile(text, (path) => readEnvironment({ API_URL: "http://own", HOME: "/h" }, path));
  assert.deepEqual(read, {
    API_KEY: "from file",
    DEFAULT_MODEL: "m1",
    API_URL: "http://own",
    HOME: "/h",
  });
});

Deno.test("the .env never overrides a variable of the process", async () => {
  const environment = fc.dictionary(
    fc.stringMatching(/^[A-Z]{1,2}$/),
    fc.stringMatching(/^[a-z0-9]{1,8}$/),
    { noNullPrototype: true },
  );
  await fc.assert(
    fc.asyncProperty(environment, environment, async (own, file) => {
      const text = Object.entries(file).map(([name, value]) => `${name}=${value}\n`).join("");
      const read = await withFile(text, (path) => readEnvironment(own, path));
      assert.deepEqual(read, { ...file, ...own });
    }),
    { numRuns: 30 },
  );
});

Deno.test("an empty variable of the process counts as unset and also hides the .env's", async () => {
  const read = await withFile("API_KEY=from-file\n", (path) => readEnvironment({ API_KEY: "" }, path));
  assert.deepEqual(read, {});
});

Deno.test("an empty variable counts as unset, except for the key, which is refused if empty", async () => {
  const text = "API_URL=\nMCP_SERVER_AUTH_KEY=\n";
  assert.deepEqual(await withFile(text, (path) => readEnvironment({}, path)), { MCP_SERVER_AUTH_KEY: "" });
  const own = { API_URL: "", MCP_SERVER_AUTH_KEY: "" };
  assert.deepEqual(await withFile(undefined, (path) => readEnvironment(own, path)), {
    MCP_SERVER_AUTH_KEY: "",
  });
});

Deno.test("a byte order mark, as Windows editors write it, does not hide the first variable", async () => {
  const read = await withFile("\ufeffAPI_KEY=k\n", (path) => readEnvironment({}, path));
  assert.deepEqual(read, { API_KEY: "k" });
});

Deno.test("values are taken literally: nothing in a .env is run or expanded", async () => {
  const read = await withFile(
    "API_KEY=$HOME-${HOME}-`id`-$(id)\n",
    (path) => readEnvironment({ HOME: "/h" }, path),
  );
  assert.equal(read["API_KEY"], "$HOME-${HOME}-`id`-$(id)");
});

Deno.test("a directory named .env is an error that names it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await assert.rejects(readEnvironment({}, folder), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, "env_file_unreadable");
      assert.deepEqual(error.data, { path: folder });
      assert.ok(error.cause instanceof Error);
      return true;
    });
  } finally {
    await Deno.remove(folder);
  }
});

Deno.test("a UTF-16 file, as PowerShell writes it, is an error, not an empty .env", async () => {
  const utf16 = new Uint8Array([..."\ufeffAPI_KEY=k\n"].flatMap((each) => {
    const code = each.charCodeAt(0);
    return [code & 0xff, code >> 8];
  }));
  await assert.rejects(
    withFile(utf16, (path) => readEnvironment({}, path)),
    (error: unknown) => error instanceof UserError && error.code === "env_file_unreadable",
  );
});
