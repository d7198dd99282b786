/**
 * The faults of `serve --lab`, by name.
 *
 * @module
 */
import type { LabName } from "../../cli/lab_names.ts";
import * as addresses from "./addresses.ts";
import * as keys from "./keys.ts";
import type { Lab } from "./lab.ts";
import * as sessions from "./sessions.ts";
import * as streams from "./streams.ts";
import * as tools from "./tools.ts";

/** Each fault by its name. */
export const LABS: Readonly<Record<LabName, Lab>> = {
  "no-challenge": keys.noChallenge,
  "expired-token": keys.expiredToken,
  "oauth-bait": keys.oauthBait,
  "forbidden": keys.forbidden,
  "rate-limited": keys.rateLimited,
  "proxy-502": addresses.proxy502,
  "moved": addresses.moved,
  "slash-redirect": addresses.slashRedirect,
  "html-page": addresses.htmlPage,
  "old-server": addresses.oldServer,
  "odd-probe-404": addresses.oddProbe404,
  "odd-probe-400": addresses.oddProbe400,
  "odd-probe-500": addresses.oddProbe500,
  "odd-probe-empty": addresses.oddProbeEmpty,
  "odd-probe-html": addresses.oddProbeHtml,
  "odd-probe-hang": addresses.oddProbeHang,
  "drop-session": sessions.dropSession,
  "two-replicas": sessions.twoReplicas,
  "buffered-stream": streams.bufferedStream,
  "gzip-stream": streams.gzipStream,
  "dead-stream": streams.deadStream,
  "slow-first-byte": streams.slowFirstByte,
  "wrong-content-type": streams.wrongContentType,
  "wrong-id": streams.wrongId,
  "slow-tool": tools.slowTool,
  "hung-tool": tools.hungTool,
  "tool-errors": tools.toolErrors,
  "huge-result": tools.hugeResult,
  "bad-tool": tools.badTool,
  "null-fields": tools.nullFields,
  "poisoned-description": tools.poisonedDescription,
  "changed-definition": tools.changedDefinition,
};
