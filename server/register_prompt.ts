/** The one place where a prompt meets the SDK. */
import { completable, type McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { Prompt, PromptArgument } from "../features/prompts/prompt.ts";

export function registerPrompt(server: McpServer, prompt: Prompt): void {
  const { name, title, description } = prompt;
  const fields = Object.entries(prompt.arguments).map(([key, argument]) => [key, fieldOf(argument)]);
  const argsSchema = z.object(Object.fromEntries(fields) as Record<string, ReturnType<typeof fieldOf>>);
  server.registerPrompt(name, { title, description, argsSchema }, (values) => ({
    messages: [{ role: "user", content: { type: "text", text: prompt.render(values) } }],
  }));
}

function fieldOf({ description, required, complete }: PromptArgument) {
  const text = z.string().max(2000).describe(description);
  const field = complete ? completable(text, complete) : text;
  return required ? field : field.optional();
}
