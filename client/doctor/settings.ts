/**
 * The settings: where each came from, and what is wrong with them before anything is asked. Pure.
 *
 * @module
 */
import { keyProblem } from "../../auth/keys.ts";
import { keyError, shownUrl, type UserError } from "../../cli/errors.ts";
import type { Origin } from "../../cli/origins.ts";
import { oneLine } from "../../cli/printable.ts";
import type { DoctorSettings } from "../../cli/settings.ts";
import { apiUrlOf, isOffline, modelNameOf } from "../model/endpoint.ts";
import { DEFAULT_SERVER } from "../servers/default_server.ts";
import type { FindingData } from "../../cli/finding_codes.ts";
import { type Add, found } from "./finding.ts";

/** What the suite looks at. */
export interface GivenSettings {
  /** The values; those that cannot be read are the defaults. */
  readonly settings: DoctorSettings;
  /** Where each came from, by the names of the table. */
  readonly origins: Readonly<Record<string, Origin>>;
  /** What cannot be read. */
  readonly problems: readonly UserError[];
  /** Whether the folder above the current one has a `.env`, which is not read. */
  readonly hasParentEnvFile: boolean;
}

/** Examines the settings. */
export function examineSettings(given: GivenSettings, add: Add): void {
  const { settings, origins, problems, hasParentEnvFile } = given;
  const { servers, config, authKey, apiKey, era } = settings;
  for (const error of problems) add({ level: "failure", error });
  const show = (key: string, value: string) => {
    add(
      found("ok", "setting", { name: NAMES[key] ?? key, value: oneLine(value), ...fromWhere(origins[key]) }),
    );
  };
  if (config === undefined || servers.length > 0) {
    const urls = servers.length > 0 ? servers : [DEFAULT_SERVER];
    show("servers", urls.map((url) => shownUrl(url)).join(", "));
  }
  if (config !== undefined) show("config", config);
  if (era !== "auto") show("era", era);
  if (!isOffline(settings)) {
    show("apiUrl", shownUrl(apiUrlOf(settings)));
    show("model", modelNameOf(settings));
  }
  for (const [key, secret] of [["authKey", authKey], ["apiKey", apiKey]] as const) {
    if (secret !== undefined) examineKey(key, secret, origins[key], add);
  }
  if (authKey !== undefined) {
    const problem = keyProblem(authKey);
    if (problem) add({ level: "failure", error: keyError(problem) });
  }
  if (authKey !== undefined && authKey === apiKey) add(found("warning", "keys_same"));
  else if (isOfModels(authKey) || apiKey?.startsWith("mcpd_")) add(found("warning", "keys_swapped"));
  if (hasParentEnvFile) add(found("note", "parent_env_file"));
}

/** What a setting is called in the report. */
const NAMES: Readonly<Record<string, string>> = {
  servers: "server",
  apiUrl: "api-url",
  authKey: "auth-key",
  apiKey: "API_KEY",
};

/** Where a value came from, as the sentences take it. */
function fromWhere({ kind, name, line }: Origin = { kind: "default", name: "" }): FindingData {
  return { kind, origin: name, line: line === undefined ? "" : String(line) };
}

/** Fewer would be too large a part of a short key. */
const SHOWN_OF_KEY = 3;

function examineKey(key: string, secret: string, origin: Origin | undefined, add: Add): void {
  add(found("ok", "key_set", {
    name: NAMES[key]!,
    first: secret.length >= 4 * SHOWN_OF_KEY ? oneLine(secret.slice(0, SHOWN_OF_KEY)) : "",
    length: String(secret.length),
    ...fromWhere(origin),
  }));
  if (/^["'`]|["'`]$/.test(secret)) add(found("warning", "key_quoted", { name: NAMES[key]! }));
  if (secret.includes("#")) add(found("note", "key_with_hash", { name: NAMES[key]! }));
}

/** Whether a key has the form of a provider of models: OpenAI, Anthropic, Groq, Hugging Face, Google, xAI. */
function isOfModels(key: string | undefined): boolean {
  return key !== undefined && /^(sk-|gsk_|hf_|AIza|xai-)/.test(key);
}
