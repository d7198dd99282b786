/** Checks a page with axe-core. */
import { browserTool } from "../support/npm_tools.ts";
import type { Page } from "./browser.ts";

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** The serious accessibility violations of a page. */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(await Deno.readTextFile(await browserTool("axe-core", "axe.min.js")));
  const violations = await page.evaluate<readonly Violation[]>(
    "axe.run().then(({ violations }) => violations)",
  );
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(", ")}`
    );
}
