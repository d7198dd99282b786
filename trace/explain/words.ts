/**
 * The texts of a timeline, besides the explanations.
 *
 * @module
 */
import type { Language } from "../../cli/language.ts";
import { isOfMcp } from "./spec.ts";

/** The texts in one language. */
export interface TimelineWords {
  /** Names of the lanes, at most eight letters. */
  readonly lanes: { readonly you: string; readonly model: string; readonly server: string };
  /** `origin` is given when it appears for the first time. */
  readonly asks: (client: string, isModel: boolean, what: string, origin?: string) => string;
  /** A response has begun, `ms` after its request. */
  readonly answers: (isModel: boolean, status: number, ms: string) => string;
  /** A request has failed, `ms` after it was sent. */
  readonly failed: (isModel: boolean, message: string, ms: string) => string;
  /** An event has arrived on a stream. */
  readonly event: (name: string, ms: string, title: string) => string;
  /** An event answers the request of another step. */
  readonly answersStep: (step: string) => string;
  /** A step was caused by another one. */
  readonly because: (step: string) => string;
  /** What would break a step. */
  readonly breaks: (what: string) => string;
  /** What fixes a failure. */
  readonly mends: (what: string) => string;
  /** The section of the specification. */
  readonly spec: (url: string) => string;
  /** A body has more lines than are shown. */
  readonly moreLines: (lines: number) => string;
  /** A model's stream has more chunks than are shown. */
  readonly chunks: (shown: number, dropped: number) => string;
  /** The size of a body that has arrived completely. */
  readonly size: (bytes: number) => string;
}

const en: TimelineWords = {
  lanes: { you: "you", model: "model", server: "server" },
  asks: (client, isModel, what, origin) =>
    `${client} asks the ${isModel ? "model" : "MCP server"}${origin ? ` at ${origin}` : ""}: ${what}`,
  answers: (isModel, status, ms) => `the ${isModel ? "model" : "MCP server"} answers: ${status} after ${ms}`,
  failed: (isModel, message, ms) =>
    `no answer from the ${isModel ? "model" : "MCP server"} after ${ms}: ${message}`,
  event: (name, ms, title) => `event "${name}" after ${ms}: ${title}`,
  answersStep: (step) => ` (answers step ${step})`,
  because: (step) => ` (because of step ${step})`,
  breaks: (what) => `What would break it: ${within(what)}`,
  mends: (what) => `What to do: ${within(what)}`,
  spec: (url) => `${isOfMcp(url) ? "Specification" : "Reference"}: ${url}`,
  moreLines: (lines) => `… ${lines} more lines; a recording (--trace FILE.jsonl) contains them`,
  chunks: (shown, dropped) => `${shown + dropped} pieces, which mcpdemo puts together:`,
  size: (bytes) => bytes === 1 ? "1 byte" : `${bytes} bytes`,
};

const fr: TimelineWords = {
  lanes: { you: "vous", model: "modèle", server: "serveur" },
  asks: (client, isModel, what, origin) =>
    `${client} demande au ${isModel ? "modèle" : "serveur MCP"}${
      origin ? ` à l’adresse ${origin}` : ""
    } : ${what}`,
  answers: (isModel, status, ms) => `le ${isModel ? "modèle" : "serveur MCP"} répond : ${status} après ${ms}`,
  failed: (isModel, message, ms) =>
    `pas de réponse du ${isModel ? "modèle" : "serveur MCP"} après ${ms} : ${message}`,
  event: (name, ms, title) => `événement « ${name} » après ${ms} : ${title}`,
  answersStep: (step) => ` (répond à l’étape ${step})`,
  because: (step) => ` (à cause de l’étape ${step})`,
  breaks: (what) => `Ce qui le ferait échouer : ${within(what)}`,
  mends: (what) => `Que faire : ${within(what)}`,
  spec: (url) => `${isOfMcp(url) ? "Spécification" : "Référence"} : ${url}`,
  moreLines: (lines) => `… encore ${lines} lignes ; un enregistrement (--trace FICHIER.jsonl) les contient`,
  chunks: (shown, dropped) => `${shown + dropped} morceaux, que mcpdemo assemble :`,
  size: (bytes) => bytes < 2 ? `${bytes} octet` : `${bytes} octets`,
};

/** A sentence used within another one: its first word in lower case, unless it is a name. */
function within(sentence: string): string {
  return sentence.replace(/^\p{Lu}(?=\p{Ll}|[’' ])/u, (letter) => letter.toLowerCase());
}

/** The texts by language. */
export function wordsIn(language: Language): TimelineWords {
  return language === "fr" ? fr : en;
}
