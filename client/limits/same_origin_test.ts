import assert from "node:assert/strict";
import { UserError } from "../../cli/errors.ts";
import { sameOriginOnly } from "./same_origin.ts";

interface Asked {
  readonly url: string;
  readonly method: string;
  readonly body: string;
  readonly session: string | null;
}

/** A `fetch` that answers by path and collects its requests. */
function site(answers: (path: string) => Response) {
  const asked: Asked[] = [];
  const fetch = sameOriginOnly(async (input, init) => {
    const request = new Request(input, init);
    assert.equal(request.redirect, "manual", "the runtime must not follow by itself");
    const { method, headers, url } = request;
    asked.push({ url, method, body: await request.text(), session: headers.get("mcp-session-id") });
    return answers(new URL(request.url).pathname);
  });
  return { asked, fetch };
}

const redirect = (status: number, location: string) => new Response(null, { status, headers: { location } });
const POST = { method: "POST", body: "hello", headers: { "mcp-session-id": "s1" } };
const START = "http://a.test/start";
const END = "http://a.test/end";

for (const status of [307, 308]) {
  Deno.test(`${status} is followed with method, body and headers`, async () => {
    const { asked, fetch } = site((path) =>
      path === "/end" ? new Response("there") : redirect(status, "/end")
    );
    const response = await fetch(START, POST);
    assert.equal(await response.text(), "there");
    assert.deepEqual(asked, [
      { url: START, method: "POST", body: "hello", session: "s1" },
      { url: END, method: "POST", body: "hello", session: "s1" },
    ]);
  });
}

for (const status of [301, 302, 303]) {
  Deno.test(`${status} is followed for GET`, async () => {
    const { asked, fetch } = site((path) => path === "/end" ? new Response("there") : redirect(status, END));
    const response = await fetch(new URL(START), { headers: { "mcp-session-id": "s1" } });
    assert.equal(await response.text(), "there");
    assert.deepEqual(asked.map(({ url, method, session }) => [url, method, session]), [
      [START, "GET", "s1"],
      [END, "GET", "s1"],
    ]);
  });

  Deno.test(`${status} is not followed for POST: the method would change`, async () => {
    const { asked, fetch } = site(() => redirect(status, END));
    assert.equal((await fetch(START, POST)).status, status);
    assert.equal(asked.length, 1);
  });
}

for (const status of [300, 304]) {
  Deno.test(`${status} is not a redirect to follow`, async () => {
    const { asked, fetch } = site(() => redirect(status, END));
    assert.equal((await fetch(START)).status, status);
    assert.equal(asked.length, 1);
  });
}

Deno.test("A relative Location is resolved against the address that sent it", async () => {
  const { asked, fetch } = site((path) => path === "/a/c" ? new Response("ok") : redirect(307, "c"));
  const response = await fetch("http://a.test/a/b", POST);
  assert.equal(await response.text(), "ok");
  assert.equal(asked[1]?.url, "http://a.test/a/c");
});

Deno.test("A redirect without Location is returned unchanged", async () => {
  const { asked, fetch } = site(() => new Response(null, { status: 307 }));
  assert.equal((await fetch(START, POST)).status, 307);
  assert.equal(asked.length, 1);
});

const ELSEWHERE = {
  "another host": "http://b.test/end",
  "another port": "http://a.test:81/end",
  "another scheme": "https://a.test/end",
  "another host without a scheme": "//b.test/end",
  "a subdomain": "http://x.a.test/end",
  "no web address": "data:text/plain,hello",
};

for (const [name, location] of Object.entries(ELSEWHERE)) {
  Deno.test(`A redirect to ${name} is refused, and nothing is sent there`, async () => {
    const { asked, fetch } = site(() => redirect(307, location));
    await assert.rejects(fetch(START, POST), (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, "redirect_refused");
      assert.equal(error.data.url, START);
      return true;
    });
    assert.deepEqual(asked.map(({ url }) => url), [START]);
  });
}

Deno.test("The second of two redirects is refused if it leaves the origin", async () => {
  const { asked, fetch } = site((path) => redirect(308, path === "/start" ? "/end" : "http://b.test/"));
  await assert.rejects(fetch(START, POST), { code: "redirect_refused" });
  assert.deepEqual(asked.map(({ url }) => url), [START, END]);
});

for (const location of ["http://[", "/start", START]) {
  Deno.test(`A redirect to ${location}, which leads nowhere, is the answer`, async () => {
    const { asked, fetch } = site(() => redirect(307, location));
    assert.equal((await fetch(START, POST)).status, 307);
    assert.deepEqual(asked.map(({ url }) => url), [START]);
  });
}

Deno.test("A loop of redirects ends after three of them, with an error", async () => {
  const { asked, fetch } = site((path) => redirect(307, path === "/start" ? "/end" : "/start"));
  await assert.rejects(fetch(START, POST), {
    code: "not_an_mcp_server",
    data: { url: END, reason: "redirects_too_often" },
  });
  assert.equal(asked.length, 4);
});

Deno.test("The body of a followed redirect is cancelled", async () => {
  let cancelled = false;
  const body = new ReadableStream({ cancel: () => void (cancelled = true) });
  const { fetch } = site((path) =>
    path === "/end" ? new Response("ok") : new Response(body, { status: 307, headers: { location: "/end" } })
  );
  await fetch(START, POST);
  assert.ok(cancelled);
});

Deno.test("A Request as input keeps its method, body and headers, redirected or not", async () => {
  const { asked, fetch } = site((path) => path === "/end" ? new Response("ok") : redirect(307, "/end"));
  await fetch(new Request(START, POST));
  assert.deepEqual(asked, [
    { url: START, method: "POST", body: "hello", session: "s1" },
    { url: END, method: "POST", body: "hello", session: "s1" },
  ]);
});

Deno.test("On real sockets, the other origin of a refused redirect receives nothing", async () => {
  let heard = 0;
  const quiet = { port: 0, hostname: "127.0.0.1", onListen() {} };
  await using other = Deno.serve(quiet, () => {
    heard++;
    return new Response();
  });
  await using server = Deno.serve(quiet, () => redirect(307, `http://127.0.0.1:${other.addr.port}/`));
  const fetchHere = sameOriginOnly(fetch);
  await assert.rejects(fetchHere(`http://127.0.0.1:${server.addr.port}/`, POST), {
    code: "redirect_refused",
  });
  assert.equal(heard, 0);
});
