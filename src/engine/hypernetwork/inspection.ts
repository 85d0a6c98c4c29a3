/** Distances of an adapter to the mean adapter, to other wordings' and to where it was taught from. */
import type { TrainingTaskFile } from "../../formats/trainingTasks";
import type { AdapterSummary } from "../../shared/adapter";
import type { MeanComparison } from "../../shared/inspection";
import { gibberish } from "../../shared/description";
import { deltaNorms, unpackAdapter } from "../adapter/tensors";
import { cosine, deltaSketch, meanSketch } from "../adapter/deltaSketch";
import type { PackedAdapter } from "../adapter/layout";
import { weightedSum } from "./blending";

/**
 * Number of training tasks' adapters that make the mean; with twice as many its cosine is 0.98.
 */
const REFERENCES = 24;
const GIBBERISH = 4;

/** The mean adapter and what compares with it; made once a hypernetwork. */
export interface Reference {
  mean: Float32Array;
  tasks: number[];
  gibberish: number[];
}

/** `generate` makes an adapter that is not kept. */
export async function makeReference(
  file: TrainingTaskFile,
  generate: (description: string) => Promise<PackedAdapter>,
): Promise<Reference> {
  const sketchOf = async (description: string) =>
    sketchAdapter(await generate(description));
  const sketches: Float32Array[] = [];
  for (const description of spread(file)) sketches.push(await sketchOf(description));
  const { mean, cosines } = meanSketch(sketches);
  const controls: number[] = [];
  for (let seed = 1; seed <= GIBBERISH; seed++) {
    controls.push(cosine(await sketchOf(gibberish(seed)), mean));
  }
  return { mean, tasks: cosines.sort((a, b) => a - b), gibberish: controls };
}

export function compareWith(reference: Reference, packed: PackedAdapter): MeanComparison {
  const { mean, tasks, gibberish: controls } = reference;
  return { adapter: cosine(sketchAdapter(packed), mean), tasks, gibberish: controls };
}

/**
 * Cosine of what sets each of `others` apart from the mean to what sets `packed` apart. The mean
 * is taken away because rows that all adapters share would make any two of them alike.
 */
export function compareAdapters(
  { mean }: Reference,
  packed: PackedAdapter,
  others: readonly PackedAdapter[],
): number[] {
  const own = apart(sketchAdapter(packed), mean);
  return others.map((other) => cosine(own, apart(sketchAdapter(other), mean)));
}

/** ‖scaling · (BA − B₀A₀)‖ (Frobenius) per module and layer. */
export function movement(
  taught: PackedAdapter,
  before: PackedAdapter,
  scaling: number,
): AdapterSummary["norms"] {
  return deltaNorms(unpackAdapter(weightedSum(taught, before, [1, -1])), scaling);
}

function apart(sketch: Float32Array, mean: Float32Array): Float32Array {
  return sketch.map((value, index) => value - mean[index]!);
}

function sketchAdapter(packed: PackedAdapter): Float32Array {
  return deltaSketch(unpackAdapter(packed));
}

/** Descriptions of tasks evenly spread over the list, which is sorted by name. */
function spread({ tasks }: TrainingTaskFile): string[] {
  const described = tasks.filter(({ description }) => description !== "");
  const count = Math.min(REFERENCES, described.length);
  return Array.from(
    { length: count },
    (_, index) => described[Math.floor((index * described.length) / count)]!.description,
  );
}
