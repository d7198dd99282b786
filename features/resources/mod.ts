/**
 * The resources that the server offers. Adding one is adding a file and its line here.
 *
 * @module
 */
import { now } from "./now.ts";
import type { Resource } from "./resource.ts";
import { zones } from "./zones.ts";

/** Every resource, in the order in which the lists show them. */
export const RESOURCES: readonly Resource[] = [zones, now];
