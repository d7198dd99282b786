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
  /** How a timeline is read, once at its beginning. */
  readonly intro: string;
  /** What mcpdemo is in a run of its own. */
  readonly parts: string;
  /** `origin` is given when it is new. */
  readonly asks: (client: string, isModel: boolean, what: string, origin?: string) => string;
  /** A response has begun. */
  readonly answers: (isModel: boolean, status: number) => string;
  /** A request has failed. */
  readonly failed: (isModel: boolean, message: string) => string;
  /** An event has come on the stream that a step opened. */
  readonly event: (name: string, step: string, title: string) => string;
  /** An event answers the request of another step. */
  readonly answersStep: (step: string) => string;
  /** A step was caused by another one. */
  readonly because: (step: string) => string;
  /** What would break a step. */
  readonly breaks: (what: string) => string;
  /** What fixes a failure. */
  readonly fixes: (what: string) => string;
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
  intro:
    "Each step is an HTTP request, numbered in order; the times in [ ] count from the start of step 1. A line that begins with another number belongs to that step: it arrived while a later one was under way.",
  parts:
    "mcpdemo is the MCP client, which talks to the server; in ask it is also the host, which runs the conversation with the model.",
  asks: (client, isModel, what, origin) =>
    `${client} asks the ${isModel ? "model" : "MCP server"}${origin ? ` at ${origin}` : ""}: ${what}`,
  answers: (isModel, status) => `the ${isModel ? "model" : "MCP server"} answers: ${status}`,
  failed: (isModel, message) => `no answer from the ${isModel ? "model" : "MCP server"}: ${message}`,
  event: (name, step, title) => `event "${name}" on the stream of step ${step}: ${title}`,
  answersStep: (step) => ` (answers step ${step})`,
  because: (step) => ` (because of step ${step})`,
  breaks: (what) => `What would break it: ${within(what)}`,
  fixes: (what) => `What to do: ${within(what)}`,
  spec: (url) => `${isOfMcp(url) ? "Specification" : "Reference"}: ${url}`,
  moreLines: (lines) => `… ${lines} more lines; a recording (--trace FILE.jsonl) contains them`,
  chunks: (shown, dropped) => `${shown + dropped} pieces, which mcpdemo puts together:`,
  size: (bytes) => bytes === 1 ? "1 byte" : `${bytes} bytes`,
};

const fr: TimelineWords = {
  lanes: { you: "vous", model: "modèle", server: "serveur" },
  intro:
    "Chaque étape est une requête HTTP, numérotée dans l’ordre ; les temps entre [ ] se comptent depuis le début de l’étape 1. Une ligne qui commence par un autre numéro appartient à cette étape : elle est arrivée pendant une étape suivante.",
  parts:
    "mcpdemo est le client MCP, qui parle au serveur ; avec ask, il est aussi l’hôte, qui mène la conversation avec le modèle.",
  asks: (client, isModel, what, origin) =>
    `${client} envoie au ${isModel ? "modèle" : "serveur MCP"}${
      origin ? ` à l’adresse ${origin}` : ""
    } : ${what}`,
  answers: (isModel, status) => `le ${isModel ? "modèle" : "serveur MCP"} répond : ${status}`,
  failed: (isModel, message) => `pas de réponse du ${isModel ? "modèle" : "serveur MCP"} : ${message}`,
  event: (name, step, title) => `événement « ${name} » sur le flux de l’étape ${step} : ${title}`,
  answersStep: (step) => ` (répond à l’étape ${step})`,
  because: (step) => ` (à la suite de l’étape ${step})`,
  breaks: (what) => `Ce qui le ferait échouer : ${within(what)}`,
  fixes: (what) => `Que faire : ${within(what)}`,
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
