/**
 * What a schema must be here: a Standard Schema that also tells its JSON Schema
 * (https://standardschema.dev), as zod's objects are. No library's own type crosses the contract.
 *
 * @module
 */

/** A schema for values of type `Value`. */
export interface Schema<Value = unknown> {
  /** The Standard Schema. */
  readonly "~standard": SchemaProps<Value>;
}

/** Standard Schema v1, with JSON Schema. */
export interface SchemaProps<Value> {
  /** Of the Standard Schema specification. */
  readonly version: 1;
  /** The library, for instance `zod`. */
  readonly vendor: string;
  /** For inference alone. */
  readonly types?: { readonly input: unknown; readonly output: Value } | undefined;
  /** Checks a value that came from outside. */
  readonly validate: (value: unknown) => SchemaResult<Value> | Promise<SchemaResult<Value>>;
  /** Makes the JSON Schema that clients see. */
  readonly jsonSchema: {
    /** Of what goes in. */
    readonly input: (options: { readonly target: string }) => Record<string, unknown>;
    /** Of what comes out. */
    readonly output: (options: { readonly target: string }) => Record<string, unknown>;
  };
}

/** The value, or what is wrong with it. */
export type SchemaResult<Value> =
  | { readonly value: Value; readonly issues?: undefined }
  | { readonly issues: ReadonlyArray<{ readonly message: string }> };

/**
 * The same schema, which makes its JSON Schema once: a server of 2026 is created for every request,
 * and would otherwise convert it each time.
 */
export function withKeptJsonSchema<Value>(schema: Schema<Value>): Schema<Value> {
  const props = schema["~standard"];
  const keep = (make: SchemaProps<Value>["jsonSchema"]["input"]) => {
    const kept = new Map<string, Record<string, unknown>>();
    return (options: { readonly target: string }) => {
      const found = kept.get(options.target) ?? make(options);
      kept.set(options.target, found);
      return found;
    };
  };
  const jsonSchema = { input: keep(props.jsonSchema.input), output: keep(props.jsonSchema.output) };
  return { "~standard": { ...props, jsonSchema } };
}
