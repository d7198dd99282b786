/** The documents for users, and their paths. */
import { fileURLToPath } from "node:url";

/** The folder of the repository, as a path. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));

/** A page of the documentation. */
export interface Document {
  /** From the root of the repository. */
  readonly path: string;
  /** The language that it is written in. */
  readonly language: "en" | "fr";
  /** Its whole text, in Markdown. */
  readonly text: string;
}

const FOLDERS = ["docs", "docs/fr", "docs/decisions"];

/** Reads every page that users read: the READMEs and the folder `docs`. */
export async function readDocuments(): Promise<Document[]> {
  const paths = ["README.md", "README.fr.md", "CONTRIBUTING.md", "CHANGELOG.md"];
  for (const folder of FOLDERS) {
    for await (const { name } of Deno.readDir(`${ROOT}${folder}`)) {
      if (name.endsWith(".md")) paths.push(`${folder}/${name}`);
    }
  }
  return await Promise.all(
    paths.sort().map(async (path) => ({
      path,
      language: /^README\.fr\.md$|^docs\/fr\//.test(path) ? "fr" : "en",
      text: await Deno.readTextFile(ROOT + path),
    })),
  );
}
