/** A built-in task: a description, and examples that a rule makes. */
import type { Draw } from "./draw";

export interface TaskExample {
  input: string;
  expected: string;
}

export interface BuiltInTask<Id extends string = string> {
  id: Id;
  family: "asked" | "extraction" | "format" | "list-ops" | "math" | "string-ops";
  /** Description as a person would type it, in English, which the encoder reads. */
  description: string;
  example(draw: Draw): [input: string, expected: string];
}

export function task<const Id extends string>(
  id: Id,
  family: BuiltInTask["family"],
  description: string,
  example: BuiltInTask["example"],
): BuiltInTask<Id> {
  return { id, family, description, example };
}
