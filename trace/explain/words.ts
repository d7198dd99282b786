/**
 * The words of a timeline, besides the explanations.
 *
 * @module
 */
import type { Language } from "../../cli/language.ts";

/** The words of one language. */
export interface TimelineWords {
  /** Names of the lanes, at most eight letters. */
  readonly lanes: { readonly you: string; readonly model: string; readonly server: string };
  readonly asks: (client: string, isModel: boolean, what: string) => string;
  readonly answers: (isModel: boolean, status: number, ms: string) => string;
  readonly ended: (ms: string, size: string) => string;
  readonly failed: (isModel: boolean, message: string, ms: string) => string;
  readonly event: (name: string, ms: string) => string;
  readonly answersStep: (step: string) => string;
  readonly because: (step: string) => string;
  readonly breaks: string;
  readonly mends: string;
  readonly spec: string;
  readonly moreLines: (lines: number) => string;
  readonly chunks: (shown: number, dropped: number) => string;
  readonly bytes: (count: number) => string;
  readonly tools: (count: number) => string;
  readonly noAnswer: string;
  readonly sizes: readonly [string, string, string];
  readonly answer: string;
  readonly question: string;
}

const en: TimelineWords = {
  lanes: { you: "you", model: "model", server: "server" },
  asks: (client, isModel, what) => `${client} asks the ${isModel ? "model" : "MCP server"}: ${what}`,
  answers: (isModel, status, ms) => `the ${isModel ? "model" : "MCP server"} answers: ${status} after ${ms}`,
  ended: (ms, size) => `over after ${ms}, ${size}`,
  failed: (isModel, message, ms) =>
    `no answer of the ${isModel ? "model" : "MCP server"} after ${ms}: ${message}`,
  event: (name, ms) => `event "${name}" after ${ms}`,
  answersStep: (step) => ` (answers step ${step})`,
  because: (step) => ` (because of step ${step})`,
  breaks: "Would break it",
  mends: "What mends it",
  spec: "Spec",
  moreLines: (lines) => `… ${lines} more lines`,
  chunks: (shown, dropped) => `${shown + dropped} pieces, put together:`,
  bytes: (count) => count === 1 ? "1 byte" : `${count} bytes`,
  tools: (count) => count === 1 ? "1 tool" : `${count} tools`,
  noAnswer: "no answer",
  sizes: ["bytes", "KiB", "MiB"],
  answer: "to you",
  question: "from you",
};

const fr: TimelineWords = {
  lanes: { you: "vous", model: "modèle", server: "serveur" },
  asks: (client, isModel, what) => `${client} demande au ${isModel ? "modèle" : "serveur MCP"} : ${what}`,
  answers: (isModel, status, ms) => `le ${isModel ? "modèle" : "serveur MCP"} répond : ${status} après ${ms}`,
  ended: (ms, size) => `fini après ${ms}, ${size}`,
  failed: (isModel, message, ms) =>
    `pas de réponse du ${isModel ? "modèle" : "serveur MCP"} après ${ms} : ${message}`,
  event: (name, ms) => `événement « ${name} » après ${ms}`,
  answersStep: (step) => ` (répond à l'étape ${step})`,
  because: (step) => ` (à cause de l'étape ${step})`,
  breaks: "Le casserait",
  mends: "Y remédier",
  spec: "Spéc.",
  moreLines: (lines) => `… encore ${lines} lignes`,
  chunks: (shown, dropped) => `${shown + dropped} morceaux, assemblés :`,
  bytes: (count) => count < 2 ? `${count} octet` : `${count} octets`,
  tools: (count) => count < 2 ? `${count} outil` : `${count} outils`,
  noAnswer: "pas de réponse",
  sizes: ["octets", "Kio", "Mio"],
  answer: "à vous",
  question: "de vous",
};

/** The words of a language. */
export function wordsIn(language: Language): TimelineWords {
  return language === "fr" ? fr : en;
}
