/**
 * Registers a prompt with the SDK: the only place that knows both.
 *
 * @module
 */
import { completable, type McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { Prompt, PromptArgument } from "../features/prompts/prompt.ts";

/** Registers a prompt. */
export function registerPrompt(server: McpServer, prompt: Prompt): void {
  const { name, title, description } = prompt;
  server.registerPrompt(name, { title, description, argsSchema: schemaOf(prompt) }, (values) => ({
    messages: [{ role: "user", content: { type: "text", text: prompt.render(values) } }],
  }));
}

type ArgsSchema = z.ZodObject<Record<string, ReturnType<typeof fieldOf>>>;

/** Each is created once, although every request of 2026 has its own server. */
const schemas = new WeakMap<Prompt, ArgsSchema>();

function schemaOf(prompt: Prompt): ArgsSchema {
  const made = schemas.get(prompt);
  if (made) return made;
  const fields = Object.entries(prompt.arguments).map(([key, argument]) => [key, fieldOf(argument)]);
  const schema = z.object(Object.fromEntries(fields)) as ArgsSchema;
  schemas.set(prompt, schema);
  return schema;
}

function fieldOf({ description, required, complete }: PromptArgument) {
  const text = z.string().max(2000).describe(description);
  const field = complete ? completable(text, complete) : text;
  return required ? field : field.optional();
}
