/** The contract of a reader that is fuzzed, and the ways to draw files for it. */
import fc from "fast-check";
import { AppError, type FailureCode } from "../../src/shared/errors";
import { failureWords } from "../../src/ui/kit/failureWords";
import { textIn } from "../../src/ui/text/translation";
import { type Mutation, mutate, mutations } from "./byteMutations";
import { type JsonMutation, jsonMutations, mutateJson } from "./jsonMutations";
import { Breach } from "./watching";

/** Whether a file gave something, or a sentence that says why not. */
export type Outcome = "read" | "refused";

export interface FuzzedReader {
  name: string;
  /** Files as whoever wants to harm the page would send them. */
  files: fc.Arbitrary<DrawnFile>;
  /** Reads a file's bytes as the page does; refuses it with a sentence, and throws otherwise. */
  read(bytes: Uint8Array<ArrayBuffer>): Promise<Outcome>;
}

/** A file that is made only when it is read, so that a report shows how, not its bytes. */
export interface DrawnFile {
  make(): Promise<Uint8Array<ArrayBuffer>>;
}

const CODES: readonly FailureCode[] = ["bad-file", "bad-adapter", "unsupported-model"];
const LONGEST_SENTENCE = 1000;
const encoder = new TextEncoder();

/** Draws damaged copies of `samples`; `tokens` are texts that the format knows. */
export function damaged(
  samples: readonly Uint8Array[],
  tokens: readonly string[],
): fc.Arbitrary<DrawnFile> {
  const bytes = tokens.map((token) => encoder.encode(token));
  return mutations(samples.length, tokens.length).map((mutation) =>
    drawn(mutation, async () => mutate(mutation, samples, bytes)),
  );
}

/** Draws JSON with other values than `samples` have; `wrap` puts the JSON into a file. */
export function otherJson(
  samples: readonly string[],
  own: readonly string[],
  wrap: (json: string) => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>> = (
    json,
  ) => encoder.encode(json),
): fc.Arbitrary<DrawnFile> {
  return jsonMutations(samples.length, own).map((mutation) =>
    drawn(mutation, async () => wrap(mutateJson(mutation, samples))),
  );
}

function drawn(mutation: Mutation | JsonMutation, make: DrawnFile["make"]): DrawnFile {
  // fast-check prints what a file is drawn from.
  return {
    make,
    [fc.toStringMethod]: () => JSON.stringify(mutation, plain),
  } as DrawnFile;
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}

/** The outcome of `read`: its refusal has to be the page's own, with a sentence in both languages. */
export async function outcomeOf(read: () => unknown): Promise<Outcome> {
  try {
    await read();
    return "read";
  } catch (error) {
    if (!(error instanceof AppError) || !CODES.includes(error.code)) throw error;
    for (const language of ["en", "zh"] as const) {
      checkSentence(failureWords(textIn(language), error.failure));
    }
    return "refused";
  }
}

/** Throws where a sentence is empty, has a gap, or is longer than anybody reads. */
export function checkSentence(sentence: string): void {
  const hasGap = /\bundefined\b|\bNaN\b|\[object /u.test(sentence);
  if (sentence.trim() === "" || hasGap || sentence.length > LONGEST_SENTENCE) {
    throw new Breach(`Its sentence is "${sentence.slice(0, 200)}" (${sentence.length}).`);
  }
}
