/** Adapters and what they are made of; the tensors stay in the engine. */
import type { DescriptionLength } from "./description";
import type { Lesson } from "./teaching";

/** A generated adapter as the page knows it; the tensors stay in the engine. */
export interface AdapterSummary {
  /** Unique within one engine. */
  id: string;
  description: string;
  /** Record of the base model that it is for; absent of adapters kept before there were two. */
  baseModelId?: string;
  /** Null where only lessons made it, on a base model alone. */
  hypernetworkId: string | null;
  /** Largest rank of any module. */
  rank: number;
  /** Modules of a lower rank. */
  lowerRanks: ModuleRank[];
  alpha: number;
  scaling: number;
  targetModules: string[];
  parameters: number;
  /** SHA-256 of the float32 values in hex, equal on the same device and build. */
  checksum: string;
  /** A few projections of the weights, to recognise "the same up to rounding" across devices. */
  sketch: number[];
  /** ‖scaling · BA‖ (Frobenius) per target module and layer. */
  norms: { module: string; perLayer: number[] }[];
  timings: { encodeMs: number; generateMs: number; uploadMs: number };
  /** Second description that was mixed in; null or absent means none. */
  blend?: Blend | null;
  /** How much of the description was read, and of the second one; absent means unknown. */
  lengths?: readonly DescriptionLength[];
  /** The examples that it was taught on after it was generated; absent where there were none. */
  taughtOn?: readonly Example[];
  /** How it was taught on them; null or absent means not at all. `description` may then be "". */
  lesson?: Lesson | null;
  /**
   * The step from which its lesson can go on as if it had not ended, a later one than the one it kept
   * where it was interrupted; absent where the optimizer's state is gone, which no visit keeps of a
   * lesson that ended.
   */
  goesOnFrom?: number;
  /** The files that it was read from; null or absent where it was made here. */
  imported?: ImportedFrom | null;
  /**
   * Descriptions mixed into its numbers after its lesson, or after it was read, the first one first;
   * absent means none.
   */
  blendedWith?: readonly LaterBlend[];
}

/** A file that a person hands in. */
export interface GivenFile {
  /** Name, or path within its folder with slashes. */
  name: string;
  bytes: Uint8Array;
}

/**
 * Most bytes that the files of one adapter may have together, unpacked; the adapters of 8B models
 * have half of it.
 */
export const MOST_ADAPTER_BYTES = 512 * 2 ** 20;

/** Where an adapter came from that was not made here. */
export interface ImportedFrom {
  /** Name of the file or folder. */
  name: string;
  /** Base model that its files name; null where they name none. */
  baseName: string | null;
  /** Keys of PEFT's rank and alpha patterns that no module matched. */
  vainPatterns: readonly string[];
  /** Largest rank in the files; modules that share an A here need more together. */
  rank: number;
  /** Modules that the files have tensors for. */
  modules: readonly string[];
}

/** Whether nothing but its numbers brings an adapter back: no words make a taught or a read one. */
export function isOfNumbers({
  lesson,
  imported,
  blendedWith = [],
}: Pick<AdapterSummary, "lesson" | "imported" | "blendedWith">): boolean {
  return Boolean(lesson ?? imported) || blendedWith.length > 0;
}

/** An adapter with its numbers, to be kept outside the engine and put back into one. */
export interface SavedAdapter extends Pick<
  AdapterSummary,
  "hypernetworkId" | "description"
> {
  blend: Blend | null;
  lengths: readonly DescriptionLength[];
  taughtOn: readonly Example[];
  lesson: Lesson | null;
  /** The files that it was read from; null or absent where it was made here. */
  imported?: ImportedFrom | null;
  /** Absent means nothing mixed in after its lesson, or after it was read. */
  blendedWith?: readonly LaterBlend[];
  /** Factor of BA; absent of adapters kept before there were imported ones. */
  scaling?: number;
  /** Order of what is in `bytes`; absent means that of the hypernetwork. */
  layout?: { modules: readonly string[]; sharesA: boolean };
  /** A safetensors file: A and B of all modules, and what a lesson needs to go on. */
  bytes: Uint8Array<ArrayBuffer>;
}

export interface ModuleRank {
  module: string;
  rank: number;
}

/** A second description mixed in. */
export interface Blend {
  description: string;
  /** 0 is the first description alone, 1 the second. */
  position: number;
  /**
   * "descriptions": one adapter from the mixed description encodings. "weights": the sum of
   * both adapters' BA, exact; of twice the rank unless they share A.
   */
  space: BlendSpace;
}

export type BlendSpace = "descriptions" | "weights";

/** A description whose adapter is mixed into another's weights; 1 is that adapter alone. */
export type LaterBlend = Omit<Blend, "space">;

/** Modules and layers of an adapter that apply, both ends of the range included. */
export interface AdapterScope {
  modules: string[];
  firstLayer: number;
  lastLayer: number;
}

/**
 * "peft": a folder for PEFT. "gguf": a LoRA file for llama.cpp and Ollama. "onnx": an
 * .onnx_adapter file for ONNX Runtime. The others are the whole base model as GGUF, with the adapter
 * in its weights.
 */
export type AdapterFormat = "peft" | "gguf" | "onnx" | MergedFormat;

/** Named by the type of the weights that the adapter changes; the others stay as they are. */
export type MergedFormat = "merged-f16" | "merged-q8_0";

export const MERGED_FORMATS: readonly MergedFormat[] = ["merged-f16", "merged-q8_0"];

export const ADAPTER_FORMATS: readonly AdapterFormat[] = [
  "peft",
  "gguf",
  "onnx",
  ...MERGED_FORMATS,
];

export function isMerged(format: AdapterFormat): format is MergedFormat {
  return MERGED_FORMATS.some((known) => known === format);
}

/** How an adapter is handed out. */
export interface ExportOptions {
  /** "peft" unless given. */
  format?: AdapterFormat;
  /** Model card in Markdown that goes along; absent or null means none. */
  card?: string | null;
}

/** Whether both mix in the same; null is nothing mixed in. */
export function isSameBlend(left: Blend | null, right: Blend | null): boolean {
  if (!left || !right) return left === right;
  return (
    left.description === right.description &&
    left.position === right.position &&
    left.space === right.space
  );
}

/** What a task wants for one input; adapters can be taught on such pairs and checked on others. */
export interface Example {
  input: string;
  /** The answer that the input should get. */
  expected: string;
}

/** "teach": adapters may be taught on it. "check": kept back, so that a score on it is honest. */
export type ExampleRole = "teach" | "check";

export const EXAMPLE_ROLES: readonly ExampleRole[] = ["teach", "check"];
