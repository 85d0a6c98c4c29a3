/**
 * The one error type of the application. A failure is plain data, a code with values, which
 * survives the thread boundary; the page chooses the words by it (ui/kit/failureWords.ts).
 */

/** A kind of file, for the words that name it. */
export type FileKind =
  | "gguf"
  | "safetensors"
  | "manifest"
  | "training-tasks"
  | "encoder-configuration"
  | "encoder-tokenizer";

/** A reason why a file cannot be what it claims to be. */
export type FileFault =
  | { kind: "too-long" }
  | { kind: "not-json" }
  | { kind: "not-gguf" }
  | { kind: "ends-early"; byte: number }
  | { kind: "not-utf8"; byte: number }
  | { kind: "impossible-count"; byte: number; count: number }
  | { kind: "unknown-type"; byte: number; type: number }
  /** `place` is a key, or the path of one; "$" is the whole file. */
  | { kind: "value"; place: string; found: string }
  | { kind: "tensor-missing"; tensor: string }
  | { kind: "tensor-type"; tensor: string; type: string }
  | { kind: "tensor-shape"; tensor: string; shape: string; expected: string }
  | { kind: "tensor-entry"; tensor: string }
  | { kind: "tensor-place"; tensor: string }
  /** A tensor or an entry of the metadata. */
  | { kind: "twice"; name: string };

/** A reason why a sound file cannot be run here. */
export type UnsupportedFault =
  | { kind: "gguf-version"; version: number }
  | { kind: "model-key"; key: string; value: string }
  | { kind: "model-tensor"; tensor: string }
  | { kind: "tensor-type"; tensor: string; type: string; readable: string }
  /** A weight of more bytes than a buffer of this GPU may have. */
  | { kind: "tensor-size"; tensor: string; bytes: number; most: number }
  | { kind: "encoder"; type: string }
  | { kind: "manifest-version"; found: number; known: number }
  | { kind: "text-rule"; rule: string }
  | { kind: "template"; theirs: string; ours: string }
  | { kind: "template-tokens"; hypernetwork: string; expected: number; found: number }
  | { kind: "other-versions"; hypernetwork: string; base: string; encoder: string }
  | {
      kind: "other-layers";
      hypernetwork: string;
      theirs: number;
      modules: string;
      ours: number;
    };

/** A reason why a request cannot be answered. */
export type InputFault =
  | { kind: "no-description" }
  | { kind: "long-description"; length: number; most: number }
  | { kind: "no-column" }
  | { kind: "no-message" }
  | { kind: "no-answer-tokens" }
  | { kind: "blend-position" }
  | { kind: "not-loaded" }
  /** `base` is the label of the base model that is loaded. */
  | { kind: "no-hypernetwork"; base: string }
  | { kind: "other-base"; base: string; theirs: string }
  | { kind: "adapter-gone" }
  /** An adapter that no words make, whose numbers are not in this browser. */
  | { kind: "numbers-missing" }
  /** An adapter of another hypernetwork than is loaded. */
  | { kind: "other-hypernetwork"; hypernetwork: string }
  | { kind: "insecure-page" }
  | { kind: "no-examples" }
  /** `place` counts examples from 1, those held out after those taught. */
  | { kind: "empty-example"; place: number }
  | { kind: "long-example"; place: number; tokens: number; most: number }
  | { kind: "teaching-setting"; setting: string }
  | { kind: "lesson-running" }
  /** The adapter came from no lesson that can be gone on with. */
  | { kind: "no-lesson" }
  | { kind: "lesson-over"; steps: number };

/** A reason why a lesson came to no good end. */
export type LessonFault =
  /** The loss or its gradient is no longer a number. */
  | { kind: "not-finite"; step: number }
  | { kind: "growing"; step: number; loss: number; first: number }
  /** Other models were loaded meanwhile. */
  | { kind: "other-models" };

/** A reason why files that a person has are no adapter that can be used here. */
export type AdapterFault =
  | { kind: "nothing-found" }
  | { kind: "several"; names: string }
  | { kind: "pickle"; file: string }
  /** A few lines that stand for a file kept elsewhere. */
  | { kind: "lfs-pointer"; file: string }
  | { kind: "page"; file: string }
  | { kind: "zip-damaged" }
  | { kind: "zip-encrypted" }
  | { kind: "zip-path"; path: string }
  | { kind: "too-large"; most: number }
  | { kind: "no-config" }
  | { kind: "no-weights" }
  | { kind: "config-not-json" }
  | { kind: "no-rank" }
  /** There is no "r" but `key`, which may have been meant for it. */
  | { kind: "rank-as-other-key"; key: string }
  | { kind: "no-alpha" }
  | { kind: "config-value"; key: string; found: string }
  | { kind: "method"; method: string }
  | { kind: "whole-modules"; modules: string }
  | { kind: "embeddings" }
  | { kind: "biases" }
  | { kind: "no-tensors" }
  | { kind: "other-architecture"; found: string; base: string }
  | { kind: "lone-half"; tensor: string; missing: string }
  | { kind: "twice"; tensor: string }
  | { kind: "tensor-rank"; tensor: string; found: number; expected: number }
  | { kind: "tensor-type"; tensor: string; type: string }
  | { kind: "not-finite"; tensor: string }
  /** `fits` of the `count` tensors have the base model's shapes; the one named has not. */
  | {
      kind: "other-shapes";
      base: string;
      fits: number;
      count: number;
      tensor: string;
      shape: string;
      expected: string;
    }
  | { kind: "other-modules"; modules: string; possible: string }
  /** In bytes: what the ranks of a few modules would take in all layers. */
  | { kind: "uneven-ranks"; needed: number; most: number };

/** A reason why a person's file cannot be the base model. */
export type BaseFileFault =
  | { kind: "lfs-pointer" | "page" | "not-gguf" | "empty" }
  /** A GGUF LoRA, which is for a base model and is none. */
  | { kind: "adapter" }
  /** One of the files that a model was split into. */
  | { kind: "split"; number: number; count: number }
  | { kind: "truncated"; bytes: number; expected: number }
  | { kind: "no-template" }
  /** `known` names the templates that can be used. */
  | { kind: "other-template"; known: string }
  /** `needed` bytes of weights, where WebAssembly has room for `most`. */
  | { kind: "too-large"; needed: number; most: number }
  /** The file was moved, changed or removed since it was given. */
  | { kind: "gone" | "changed" }
  | { kind: "no-room" | "not-kept" };

/** A reason why a file did not arrive. */
export type DownloadFault =
  | { kind: "unreachable" }
  /** The kept file, while it was being read. */
  | { kind: "removed" }
  | { kind: "status"; status: number }
  | { kind: "page" }
  | { kind: "broken"; bytes: number }
  | { kind: "short"; bytes: number; expected: number }
  | { kind: "long"; expected: number };

/** The values of every failure, by its code. */
export interface FailureValues {
  "no-webgpu": {
    fault: { kind: "absent" | "no-adapter" | "silent" | "broken" | "refused" };
  };
  "device-lost": object;
  "download-failed": { path: string; fault: DownloadFault };
  "wrong-hash": { path: string };
  "bad-file": { file: FileKind; fault: FileFault };
  "unsupported-model": { fault: UnsupportedFault };
  "bad-input": { fault: InputFault };
  "lesson-failed": { fault: LessonFault };
  "bad-adapter": { fault: AdapterFault };
  "bad-base": { fault: BaseFileFault };
  /** `tokens` the conversation has, null where it grew until nothing more found room. */
  "context-full": { tokens: number | null; most: number };
  "out-of-memory": { of: "gpu" | "tab" | "thread" };
  /** The engine's thread ended; `reason` in the browser's own words. */
  "thread-stopped": { reason: string };
  aborted: object;
  /** A mistake of the page's own; `detail` is a developer's text. */
  internal: { detail: string };
}

export type FailureCode = keyof FailureValues;

/** A failure as plain data: its code and its values. */
export type Failure = {
  [Code in FailureCode]: { code: Code } & FailureValues[Code];
}[FailureCode];

/** A failure a person can act on. Bugs stay plain `Error`s and become "internal" (toFailure). */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly failure: Failure;

  /** The message is for developers and logs. */
  constructor(failure: Failure, options?: ErrorOptions) {
    const shown = shortened(failure) as Failure;
    const { code, ...values } = shown;
    super(`${code} ${JSON.stringify(values)}`, options);
    this.failure = shown;
  }

  get code(): FailureCode {
    return this.failure.code;
  }
}

/** Longest text of a failure's values, in UTF-16 code units: files may have names of megabytes. */
const LONGEST_VALUE = 200;

function shortened(value: unknown): unknown {
  if (typeof value === "string" && value.length > LONGEST_VALUE) {
    return `${value.slice(0, LONGEST_VALUE)}…`;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, shortened(inner)]),
  );
}

/** A thrown value as a failure. */
export function toFailure(error: unknown): Failure {
  if (error instanceof AppError) return error.failure;
  const detail = error instanceof Error ? error.message : String(error);
  return { code: "internal", detail };
}

/** Whether a call ended because somebody asked it to. */
export function isAborted(error: unknown): boolean {
  return error instanceof AppError && error.code === "aborted";
}

/** The error that every cancelled call rejects with. */
export function abortedError(): AppError {
  return new AppError({ code: "aborted" });
}

/** Throws the aborted error when `signal` has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortedError();
}
