/**
 * Which exchange caused which: a model's tool call causes the MCP call, whose results cause the
 * next question.
 *
 * @module
 */
import type { Exchange } from "../exchange.ts";
import { asObject } from "../../lib/json.ts";
import { methodOf, readMessage, type RpcMessage } from "./message.ts";
import { createLru, type Lru } from "../../lib/lru.ts";

/** Tracks the exchanges of a run. */
export interface Causes {
  /** The id of the exchange that caused this one, if there is one. */
  of(exchange: Exchange): number | undefined;
  /** An exchange has begun. */
  began(exchange: Exchange): void;
  /**
   * A message has arrived on the stream of an exchange; returns the exchange whose request it
   * answers.
   */
  received(exchange: Exchange, data: string): Exchange | undefined;
  /** An exchange has ended, or its answer has arrived. */
  ended(exchange: Exchange): void;
}

/** The state of one run. */
interface Run {
  model?: number;
  call?: number;
  setUp?: number;
  readonly requests: Lru<string, Exchange>;
  readonly questions: Lru<string, number>;
}

/** The maximum number of requests of a run, and of runs, that are tracked. */
const REMEMBERED = 1_000;

/** How long a state may be that is remembered, in characters. */
const MAX_STATE = 4_096;

const SET_UP = new Set(["stream_2024", "server_discover", "initialize", "initialized", "tools_list"]);

/**
 * Creates a tracker without exchanges.
 *
 * @param manyClients for a server's record: sessions are distinguished, and requests without a
 *   session are linked only by the state that the server gave its client to carry
 */
export function createCauses(manyClients: boolean): Causes {
  const runs = createLru<string, Run>(REMEMBERED);
  /**
   * The calls without a session that were answered with a request for input, by their
   * `requestState`.
   */
  const states = createLru<string, number>(REMEMBERED);
  const runOf = ({ session }: Exchange): Run | undefined => {
    if (manyClients && session === undefined) return undefined;
    const key = manyClients ? session! : "";
    return runs.set(key, runs.get(key) ?? newRun());
  };
  const noteState = (message: RpcMessage, id: number) => {
    const { requestState } = asObject(message.result);
    if (typeof requestState === "string" && requestState.length <= MAX_STATE) states.set(requestState, id);
  };
  return {
    of(exchange) {
      const run = runOf(exchange);
      if (run) return causeOf(exchange, run);
      if (exchange.step !== "tools_call_again") return undefined;
      const { requestState } = asObject(readMessage(exchange.requestBody).params);
      return typeof requestState === "string" ? states.get(requestState) : undefined;
    },
    began(exchange) {
      const run = runOf(exchange);
      if (run && exchange.rpc?.id !== undefined) {
        run.requests.set(idAt(exchange, exchange.rpc.id), withoutBody(exchange));
      }
    },
    received(exchange, data) {
      const run = runOf(exchange);
      const message = readMessage(data);
      if (!run) return void noteState(message, exchange.id);
      if (message.id === undefined) return undefined;
      if (methodOf(message) === undefined) {
        const answered = run.requests.get(idAt(exchange, message.id));
        if (answered) note(answered, run);
        return answered;
      }
      run.questions.set(idAt(exchange, message.id), exchange.id);
    },
    ended(exchange) {
      const run = runOf(exchange);
      if (run) note(exchange, run);
      else if (exchange.step === "tools_call") {
        noteState(readMessage(exchange.responseBody ?? ""), exchange.id);
      }
    },
  };
}

function newRun(): Run {
  return { requests: createLru(REMEMBERED), questions: createLru(REMEMBERED) };
}

/** An exchange has been answered: it may cause the next one. */
function note({ id, peer, step }: Exchange, run: Run): void {
  if (peer === "model") {
    run.model = id;
    delete run.call;
  } else if (step === "tools_call" || step === "tools_call_again") run.call = id;
  else if (SET_UP.has(step)) run.setUp = id;
}

function withoutBody(exchange: Exchange): Exchange {
  return { ...exchange, requestBody: "" };
}

/** Servers of one run number their ids independently. */
function idAt({ url }: Exchange, id: unknown): string {
  return `${URL.parse(url)?.origin} ${id}`;
}

function causeOf(exchange: Exchange, run: Run): number | undefined {
  const message = () => readMessage(exchange.requestBody);
  switch (exchange.step) {
    case "model_results":
      return run.call ?? run.model;
    case "tools_call":
      return run.model ?? run.setUp;
    case "tools_call_again":
      return run.call;
    case "end_session":
      return run.model ?? run.setUp;
    case "cancelled":
      return run.requests.get(idAt(exchange, asObject(message().params).requestId))?.id;
    case "answer_to_server":
      return run.questions.get(idAt(exchange, message().id));
    default:
      return run.setUp;
  }
}
