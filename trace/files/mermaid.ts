/**
 * A Mermaid sequence diagram.
 *
 * @module
 */
import type { Language } from "../../cli/language.ts";
import { oneLine } from "../../cli/printable.ts";
import { endParts } from "../steps/answer_step.ts";
import type { Exchange } from "../exchange.ts";
import { explain, isFailure } from "../explain/explanation.ts";
import { wordsIn } from "../explain/words.ts";
import { answerSummary, eventSummary, requestSummary } from "../steps/summary.ts";
import { chronological, type Moment } from "../timeline/chronological.ts";

/** The exchanges as a diagram: one arrow per message, in chronological order. */
export function toMermaid(exchanges: readonly Exchange[], language: Language): string {
  const { lanes } = wordsIn(language);
  const clients = [...new Set(exchanges.map(({ client }) => client))];
  const participants = [
    `actor you as ${label(lanes.you)}`,
    ...clients.map((client, index) => `participant client${index} as ${label(client)}`),
    `participant model as ${label(lanes.model)}`,
    `participant server as ${label(lanes.server)}`,
  ];
  const first = exchanges.find(({ step }) => step === "model_question");
  const clientOf = ({ client }: Exchange) => `client${clients.indexOf(client)}`;
  const lines = chronological(exchanges).flatMap((moment) => {
    const { exchange, kind } = moment;
    const asks = kind === "request" && exchange.step === "model_question" && exchange !== first;
    const peer = exchange.peer === "model" ? "model" : "server";
    return [
      ...(asks ? question(exchange, clientOf(exchange)) : []),
      ...arrowsOf(moment, clientOf(exchange), peer, language),
    ];
  });
  // A run begins with the user's question, although the model receives it later.
  if (first) lines.unshift(...question(first, clientOf(first)));
  return ["sequenceDiagram", ...[...participants, ...lines].map((line) => `  ${line}`)].join("\n") + "\n";
}

function question(exchange: Exchange, client: string): string[] {
  const said = requestSummary(exchange);
  return said ? [`you->>${client}: ${label(said)}`] : [];
}

function arrowsOf(moment: Moment, client: string, peer: string, language: Language): string[] {
  const { exchange } = moment;
  const titled = (text: string) => `${exchange.id}. ${text}`;
  switch (moment.kind) {
    case "request": {
      const said = requestSummary(exchange);
      return [
        `${client}->>${peer}: ${label(titled(explain(exchange.step, language).title))}`,
        ...(said && exchange.peer === "mcp_server" ? [`Note over ${client}: ${label(said)}`] : []),
      ];
    }
    case "head":
      return [];
    case "event": {
      // A model's chunks are merged into one arrow, at the end.
      if (exchange.peer === "model") return [];
      const { event, data, step = "server_notification", answers } = moment.event;
      const of = answers === undefined ? exchange.id : answers;
      const said = [explain(step, language).title, eventSummary(event, data)].filter(Boolean).join(" — ");
      return [`${peer}--)${client}: ${label(`${of}. ${said}`)}`];
    }
    case "end": {
      const [part] = endParts(exchange);
      const arrow = part && isFailure(part) ? "--x" : "-->>";
      const status = exchange.failure === undefined ? `${exchange.status ?? ""}` : oneLine(exchange.failure);
      const said = [status, answerSummary(exchange)].filter(Boolean).join(" — ");
      return [
        `${peer}${arrow}${client}: ${label(titled(said))}`,
        ...(part === "final_answer" ? [`${client}-->>you: ${label(answerSummary(exchange))}`] : []),
        ...(part && isFailure(part) ? [`Note over ${client}: ${label(explain(part, language).title)}`] : []),
      ];
    }
  }
}

/** Text escaped for Mermaid: `#`, `;` and the beginnings of comments and directives are its syntax. */
function label(text: string): string {
  const escaped = oneLine(text, 160).replace(/[#;%{}<>"\\]/g, (sign) => `#${sign.charCodeAt(0)};`);
  return escaped === "" ? "-" : escaped;
}
