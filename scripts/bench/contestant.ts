/** Interface of every measured runtime, and the work all of them are given. */
import type { ChatMessage } from "../../src/shared/chat";
import type { Device } from "../../src/shared/engine";

/** Threads of every runtime's WebAssembly. */
export const THREADS = 2;
export const CONTEXT_LENGTH = 1024;

/** 30 tokens once the chat template is around it; the answer is long. */
export const MESSAGES: ChatMessage[] = [
  {
    role: "user",
    content:
      "Write a long story about a lighthouse keeper who finds a map of the stars " +
      "in an old wooden box.",
  },
];

export interface DecodeRequest {
  columns: number;
  /** Decode steps after the first token. */
  steps: number;
}

export interface Decoding {
  promptTokens: number;
  /** Reading the prompts, up to the first token of every column. */
  prefillMs: number;
  /** Time between one token (of every column) and the next. */
  stepMs: number[];
}

/** `smollm2` is `plain` with the page's first base model, beside another base. */
export type ContestantName = "engine" | "plain" | "transformers" | "wllama" | "smollm2";

/** Calls are made one at a time. */
export interface Contestant {
  /** Milliseconds from nothing to ready, model file included. */
  load(device: Device): Promise<number>;
  decode(request: DecodeRequest): Promise<Decoding>;
  /** Frees what `load` opened. */
  dispose?(): Promise<void>;
}

export interface EngineContestant extends Contestant {
  /** Milliseconds from description to an adapter that can be used; null without hypernetwork. */
  makeAdapter(description: string): Promise<number | null>;
}

export type Contestants = { engine?: EngineContestant } & Partial<
  Record<ContestantName, Contestant>
>;

/** Turns the moments at which tokens came into a result; too few tokens are an error. */
export function decoding(
  promptTokens: number,
  prefillMs: number,
  tokenTimes: readonly number[],
  steps: number,
): Decoding {
  const stepMs = tokenTimes.slice(1).map((time, index) => time - tokenTimes[index]!);
  if (stepMs.length < steps) {
    throw new Error(`The answer ended after ${stepMs.length} of ${steps} steps.`);
  }
  return { promptTokens, prefillMs, stepMs };
}
