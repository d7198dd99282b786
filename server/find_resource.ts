/**
 * Finds the resource for a URI.
 *
 * @module
 */
import { UriTemplate } from "@modelcontextprotocol/server";
import type { Resource } from "../features/resources/resource.ts";

/** The resource of a URI, if it can be read. */
export type FindResource = (uri: string) => Resource | undefined;

/** Searches `resources`, some of which are templates. */
export function findIn(resources: readonly Resource[], now: () => number): FindResource {
  const known = resources.map((resource) => ({ resource, template: new UriTemplate(resource.uri) }));
  return (uri) =>
    known.find(({ resource, template }) => {
      const variables = resource.uri.includes("{") ? template.match(uri) : resource.uri === uri ? {} : null;
      return variables !== null && resource.read(singleValues(variables), { now }) !== undefined;
    })?.resource;
}

/** The variables of a template, each as one text. */
export function singleValues(
  variables: Readonly<Record<string, string | string[]>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)]));
}
