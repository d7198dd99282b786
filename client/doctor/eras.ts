/**
 * The eras of a server: which it speaks, and which rules it keeps in each.
 *
 * @module
 */
import { networkReason } from "../../cli/error_text.ts";
import { UserError } from "../../cli/errors.ts";
import { described } from "../../findings/http.ts";
import { oneLine } from "../../cli/printable.ts";
import { endpointsOf } from "../connection/connect.ts";
import type { Era } from "../connection/connection.ts";
import type { EraSeen } from "./era_seen.ts";
import { type Add, found } from "./finding.ts";
import { seeModernEra } from "./modern_era.ts";
import type { RequestContext } from "./request.ts";
import { isAnswered } from "./rules.ts";
import { seeSessionEra } from "./session_era.ts";
import { seeSseEra } from "./sse_era.ts";

const LOOKS = { "2026": seeModernEra, "2025": seeSessionEra, "2024": seeSseEra } as const;

/**
 * Looks at each era, the newest first: one after the other, since two sessions at a time would hide from one
 * another what replicas do.
 *
 * @param server as the user named it
 * @param isSilenceNew whether no failure has said yet that an answer did not come
 */
export async function seeEras(
  server: URL,
  context: RequestContext,
  add: Add,
  isSilenceNew = true,
): Promise<readonly EraSeen[]> {
  const seen: EraSeen[] = [];
  for (const era of ["2026", "2025", "2024"] as const) {
    const url = endpointsOf(server, era)[0]?.[1];
    // What a server of Streamable HTTP opens for a GET is not HTTP+SSE.
    const isShared = era === "2024" &&
      seen.some((each) => each.kind === "spoken" && each.url.href === url?.href);
    if (url === undefined || isShared) continue;
    try {
      const each = await LOOKS[era](context, url);
      judge(each, isSilenceNew, add);
      seen.push(each);
    } catch (error) {
      context.signal.throwIfAborted();
      if (error instanceof UserError) throw error;
      add(found("note", "era_absent", { era, detail: oneLine(networkReason(error)) }));
    }
  }
  return seen;
}

function judge(seen: EraSeen, isSilenceNew: boolean, add: Add): void {
  const { era, rules, session, streams } = seen;
  switch (seen.kind) {
    case "silent":
      // Of a stream on which nothing came, the next suite speaks.
      if (streams.length === 0 && isSilenceNew) {
        add(found("warning", "era_silent", { era, url: seen.url.origin + seen.url.pathname }));
      }
      return;
    case "absent":
      return judgeAbsence(era, seen.answer, add);
    case "spoken":
      add(found("ok", "era_spoken", { era, revision: oneLine(seen.revision, 40) }));
  }
  if (session && "error" in session) add({ level: "warning", error: session.error });
  else if (session) add(found("warning", "session_lost", { count: String(session.lostAfter) }));
  const broken = rules.broken();
  for (const { rule, seen: words } of broken) {
    add(found("warning", "rule_broken", { era, rule, seen: words }));
  }
  if (broken.length === 0 && !session) add(found("ok", "rules_kept", { era, count: String(rules.kept()) }));
}

/** A server that does not know our first request may say so in many ways; some of them mislead clients. */
function judgeAbsence(era: Era, answer: Extract<EraSeen, { kind: "absent" }>["answer"], add: Add): void {
  const detail = described(answer);
  const { status } = answer;
  // It may be unavailable in this era alone: sessions can depend on a store that is away.
  if (era !== "2026" && status >= 500) return add(found("warning", "era_failing", { era, detail }));
  if (era !== "2026" || isAnswered(answer)) return add(found("note", "era_absent", { era, detail }));
  const isUsual = status >= 400 && status < 500;
  add(found(isUsual ? "note" : "warning", isUsual ? "probe_refused" : "probe_odd", { detail }));
}
