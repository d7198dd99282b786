import assert from "node:assert/strict";
import { join } from "node:path";
import { PEERS } from "./peers.ts";

const SERVERS = join(import.meta.dirname!, "servers");
const read = (file: string) => Deno.readTextFile(join(SERVERS, file));

Deno.test("the source of each server has at most 60 lines", async () => {
  const files: string[] = [];
  for (const folder of ["", "rmcp", "go"]) {
    for await (const { name, isFile } of Deno.readDir(join(SERVERS, folder))) {
      if (isFile) files.push(join(folder, name));
    }
  }
  assert.ok(files.length > 8, files.join());
  for (const file of files) assert.ok((await read(file)).trimEnd().split("\n").length <= 60, file);
});

Deno.test("every peer has an exact version, which is the one that its build file asks for", async () => {
  for (const { id, version } of PEERS) assert.match(version, /^\d+\.\d+\.\d+$/, id);
  const versionOf = (id: string) => PEERS.find((peer) => peer.id === id)!.version;
  const cargo = (await read("rmcp/Cargo.toml")).match(/^\[dependencies\]\n(.*?)\n\n/ms)![1]!;
  for (const line of cargo.split("\n")) assert.match(line, /"=\d+\.\d+\.\d+"/);
  assert.ok(cargo.includes(`rmcp = { version = "=${versionOf("rmcp")}"`), cargo);
  assert.ok((await read("go/go.mod")).includes(`go-sdk v${versionOf("go")}\n`));
});
