/** The list of examples: which rows count, and how it is kept. */
import type { Example } from "../../shared/adapter";
import { normaliseAnswer } from "../../shared/text/normalisation";
import { isBlank } from "../../shared/text/characters";
import { LONGEST_EXPECTED_ANSWER, MAXIMUM_MESSAGE_LENGTH } from "../limits";
import type { KeptExample, ListedExample } from "./state";

/** The rows that count, as a reader of files gives them: without white space around. */
export function completeExamples(list: readonly ListedExample[]): ListedExample[] {
  return list.flatMap((row) => {
    const input = plain(row.input);
    const expected = plain(row.expected);
    return rowFault({ input, expected }) ? [] : [{ ...row, input, expected }];
  });
}

/** A reason why a row is no example. */
export type RowFault =
  | { kind: "incomplete" }
  /** Nothing of the answer is compared, such as a lone full stop. */
  | { kind: "bare-answer" }
  | { kind: "input-too-long" | "answer-too-long"; length: number; most: number };

export function rowFault(example: Example): RowFault | null {
  const [input, answer] = [plain(example.input), plain(example.expected)];
  if (isBlank(input) || isBlank(answer)) return { kind: "incomplete" };
  if (normaliseAnswer(answer) === "") return { kind: "bare-answer" };
  const [inputLength, answerLength] = [input.length, answer.length];
  if (inputLength > MAXIMUM_MESSAGE_LENGTH) {
    return { kind: "input-too-long", length: inputLength, most: MAXIMUM_MESSAGE_LENGTH };
  }
  return answerLength > LONGEST_EXPECTED_ANSWER
    ? { kind: "answer-too-long", length: answerLength, most: LONGEST_EXPECTED_ANSWER }
    : null;
}

/** The examples with ids behind those of `list`. */
export function numbered(
  examples: readonly KeptExample[],
  list: readonly ListedExample[] = [],
): ListedExample[] {
  const first = 1 + Math.max(0, ...list.map(({ id }) => id));
  return examples.map(({ input, expected, role }, index) => ({
    id: first + index,
    input,
    expected,
    role,
  }));
}

/** The complete examples as libraries, links and files keep them. */
export function keptExamples(list: readonly ListedExample[]): KeptExample[] {
  return completeExamples(list).map(({ input, expected, role }) => ({
    input,
    expected,
    role,
  }));
}

/** The examples that are not among `others`, in whatever role. */
export function missingExamples(
  examples: readonly KeptExample[],
  others: readonly KeptExample[],
): KeptExample[] {
  const texts = new Set(others.map(exampleTexts));
  return examples.filter((example) => !texts.has(exampleTexts(example)));
}

/** Text that tells an example from others, whatever its role. */
export function exampleTexts({ input, expected }: Example): string {
  return JSON.stringify([input, expected]);
}

function plain(text: string): string {
  return text.replace(/\r\n?/gu, "\n").trim();
}
