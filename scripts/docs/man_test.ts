import assert from "node:assert/strict";
import { EXIT } from "../../cli/exit_status.ts";
import { outputOf } from "../run.ts";
import { ROOT } from "./documents.ts";
import { exitStatuses, MAN_PATH, manPage } from "./man.ts";

Deno.test("the manual page in the repository is current: deno task man writes it", async () => {
  assert.equal(await Deno.readTextFile(ROOT + MAN_PATH), manPage());
});

Deno.test("the manual page names every exit status", () => {
  assert.deepEqual(exitStatuses().map(([status]) => Number(status)), Object.values(EXIT));
});

const groff = await outputOf("groff", ["--version"]);

Deno.test({
  name: "groff prints no warning about the manual page",
  ignore: groff === undefined,
  async fn() {
    const { stderr, success } = await new Deno.Command("groff", {
      args: ["-man", "-ww", "-b", "-Tutf8", "-rLL=78n", "-z", ROOT + MAN_PATH],
    }).output();
    assert.deepEqual([new TextDecoder().decode(stderr), success], ["", true]);
  },
});
