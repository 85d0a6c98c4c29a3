/** An adapter on its way to other programs: what every file format needs of it. */
import type { ModuleRank } from "../../shared/adapter";
import type { BaseModelRecord } from "../../shared/models";

export interface AdapterModule {
  module: string;
  layer: number;
  rank: number;
  in: number;
  out: number;
  /** `[rank, in]` */
  A: Float32Array;
  /** `[out, rank]`, rows of q and k in half-split order as Hugging Face has them. */
  B: Float32Array;
}

/** The parts of a base model that its file's conventions depend on. */
export interface BaseShape {
  /** Name of the architecture in GGUF, such as "llama". */
  architecture: string;
  heads: number;
  kvHeads: number;
  /** Whether the rows of q and k are interleaved within each head, as llama.cpp has llama's. */
  hasInterleavedRows: boolean;
}

export interface PortableAdapter {
  description: string;
  checksum: string;
  /** The weights at `hubId`, which PEFT looks up, are close to the dequantised file, not equal. */
  base: Pick<BaseModelRecord, "hubId" | "chatTemplate" | "quantization" | "files">;
  shape: BaseShape;
  /** Label of the hypernetwork that generated it; null where it was only taught or read. */
  hypernetwork: string | null;
  /** Name of the files that it was read from; null where it was made here. */
  importedFrom: string | null;
  /** Template of the prompts that the adapter was trained with, "{input}" for the message. */
  template: string;
  /** Largest rank of any module. */
  rank: number;
  /** Modules of a lower rank. */
  lowerRanks: readonly ModuleRank[];
  /** Alpha by rsLoRA: PEFT multiplies BA by alpha / √rank. Strength is already in it. */
  alpha: number;
  strength: number;
  targetModules: readonly string[];
  modules: readonly AdapterModule[];
}

/** Factor of every module's BA, strength included. */
export function scalingOf({ alpha, rank }: PortableAdapter): number {
  return alpha / Math.sqrt(rank);
}

/** Alpha without rsLoRA: BA of the largest rank is multiplied by it over that rank. */
export function plainAlpha(adapter: PortableAdapter): number {
  return scalingOf(adapter) * adapter.rank;
}

/** A file for the person, with its place in the folder. */
export interface AdapterFile {
  name: string;
  content: string | Uint8Array<ArrayBuffer>;
}
