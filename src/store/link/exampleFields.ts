/** Examples as links carry them, and how an example of a link or a library entry is read. */
import { type Example, EXAMPLE_ROLES } from "../../shared/adapter";
import { Fields } from "../../shared/json";
import type { KeptExample } from "../examples/state";
import {
  LONGEST_EXPECTED_ANSWER,
  MAXIMUM_MESSAGE_LENGTH,
  MOST_EXAMPLES,
} from "../limits";

/** Examples that a link carries at most. */
export const MOST_LINKED = 20;
/** All their texts together, in UTF-16 code units. */
const LONGEST_LINKED = 3000;

/** What a link says of the examples: a short list itself, of a longer one the number. */
export interface LinkedExamples {
  list: KeptExample[];
  /** Examples that the sender has and the link does not carry. */
  missing: number;
}

export function linkedExamples(examples: readonly KeptExample[]): LinkedExamples {
  return isCarried(examples)
    ? { list: [...examples], missing: 0 }
    : { list: [], missing: examples.length };
}

/** Whether a link carries the examples themselves. */
export function isCarried(examples: readonly Example[]): boolean {
  const characters = examples.reduce(
    (sum, { input, expected }) => sum + input.length + expected.length,
    0,
  );
  return examples.length <= MOST_LINKED && characters <= LONGEST_LINKED;
}

/** [input, expected] or [input, expected, role] each; the number of them; nothing for none. */
export function writeExamples(key: string, { list, missing }: LinkedExamples): object {
  if (list.length > 0) {
    return {
      [key]: list.map(({ input, expected, role }) =>
        role ? [input, expected, role] : [input, expected],
      ),
    };
  }
  return missing > 0 ? { [key]: missing } : {};
}

/** Links of before there were examples have none. */
export function examplesField(fields: Fields, key: string): LinkedExamples {
  if (!fields.has(key)) return { list: [], missing: 0 };
  if (typeof fields.value(key) === "number") {
    return { list: [], missing: fields.count(key, { most: MOST_EXAMPLES }) };
  }
  const list = fields.items(key, { most: MOST_LINKED }, (items, index) => {
    const [input, expected, role] = items.texts(index, { least: 2, most: 3 });
    return readExample(new Fields({ input, expected, role }));
  });
  return { list, missing: 0 };
}

export function readExample(fields: Fields): KeptExample {
  const length = { least: 1, most: MAXIMUM_MESSAGE_LENGTH };
  return {
    input: fields.text("input", length),
    expected: fields.text("expected", { least: 1, most: LONGEST_EXPECTED_ANSWER }),
    role: EXAMPLE_ROLES.find((role) => role === fields.value("role")) ?? null,
  };
}
