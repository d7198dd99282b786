/**
 * The pages of `docs/`, in the program itself.
 *
 * @module
 */
import modelsEn from "../docs/models.md" with { type: "text" };
import serversEn from "../docs/servers.md" with { type: "text" };
import scriptsEn from "../docs/scripts.md" with { type: "text" };
import traceEn from "../docs/trace.md" with { type: "text" };
import erasEn from "../docs/eras.md" with { type: "text" };
import termsEn from "../docs/terms.md" with { type: "text" };
import settingsEn from "../docs/settings.md" with { type: "text" };
import dockerEn from "../docs/docker.md" with { type: "text" };
import keysEn from "../docs/keys.md" with { type: "text" };
import operationEn from "../docs/operation.md" with { type: "text" };
import scaleEn from "../docs/scale.md" with { type: "text" };
import doctorEn from "../docs/doctor.md" with { type: "text" };
import labsEn from "../docs/labs.md" with { type: "text" };
import securityEn from "../docs/security.md" with { type: "text" };
import troubleshootingEn from "../docs/troubleshooting.md" with { type: "text" };
import figuresEn from "../docs/figures.md" with { type: "text" };
import modelsFr from "../docs/fr/models.md" with { type: "text" };
import serversFr from "../docs/fr/servers.md" with { type: "text" };
import scriptsFr from "../docs/fr/scripts.md" with { type: "text" };
import traceFr from "../docs/fr/trace.md" with { type: "text" };
import erasFr from "../docs/fr/eras.md" with { type: "text" };
import termsFr from "../docs/fr/terms.md" with { type: "text" };
import settingsFr from "../docs/fr/settings.md" with { type: "text" };
import dockerFr from "../docs/fr/docker.md" with { type: "text" };
import keysFr from "../docs/fr/keys.md" with { type: "text" };
import operationFr from "../docs/fr/operation.md" with { type: "text" };
import scaleFr from "../docs/fr/scale.md" with { type: "text" };
import doctorFr from "../docs/fr/doctor.md" with { type: "text" };
import labsFr from "../docs/fr/labs.md" with { type: "text" };
import securityFr from "../docs/fr/security.md" with { type: "text" };
import troubleshootingFr from "../docs/fr/troubleshooting.md" with { type: "text" };
import figuresFr from "../docs/fr/figures.md" with { type: "text" };
import type { TOPICS } from "./commands.ts";
import type { Language } from "./language.ts";

/** The name of a page. */
export type Topic = typeof TOPICS[number];

/** Markdown, by language and name. */
export const PAGES: Readonly<Record<Language, Readonly<Record<Topic, string>>>> = {
  en: {
    models: modelsEn,
    servers: serversEn,
    keys: keysEn,
    operation: operationEn,
    scale: scaleEn,
    doctor: doctorEn,
    labs: labsEn,
    scripts: scriptsEn,
    trace: traceEn,
    eras: erasEn,
    terms: termsEn,
    settings: settingsEn,
    docker: dockerEn,
    security: securityEn,
    troubleshooting: troubleshootingEn,
    figures: figuresEn,
  },
  fr: {
    models: modelsFr,
    servers: serversFr,
    keys: keysFr,
    operation: operationFr,
    scale: scaleFr,
    doctor: doctorFr,
    labs: labsFr,
    scripts: scriptsFr,
    trace: traceFr,
    eras: erasFr,
    terms: termsFr,
    settings: settingsFr,
    docker: dockerFr,
    security: securityFr,
    troubleshooting: troubleshootingFr,
    figures: figuresFr,
  },
};
