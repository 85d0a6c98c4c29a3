/** The engine's answers to what is asked about adapters and descriptions, beside the questions. */
import type { Blend } from "../shared/adapter";
import type { Engine } from "../shared/engine";
import type { TrainingTaskFile } from "../formats/trainingTasks";
import type { AdapterCollection } from "./adapter/collection";
import type { PackedAdapter } from "./adapter/layout";
import type { Reference } from "./hypernetwork/inspection";
import { placeDescription } from "./hypernetwork/taskMap";
import type { LoadedParts } from "./loading";
import { checkDescription } from "./requestChecks";

type Inspections = Pick<
  Engine,
  | "trainingTasks"
  | "placeDescription"
  | "singularValues"
  | "movement"
  | "compareToMean"
  | "compareDescriptions"
>;

/** The loaded models, as far as they are inspected. */
export interface Inspected {
  parts: LoadedParts;
  findTasks: () => Promise<TrainingTaskFile | null>;
  /** The mean adapter and what compares with it, made when first asked for. */
  reference?: Promise<Reference>;
}

interface InspectionHost {
  /** Runs `work` when no other call does. */
  exclusive<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T>;
  /** Throws "bad-input" where nothing is loaded. */
  loaded(): Inspected;
  adapters: AdapterCollection;
}

/** Fetched when somebody looks inside an adapter. */
const inspection = () => import("./hypernetwork/inspection");

export function createInspections(
  { exclusive, loaded, adapters }: InspectionHost,
  generate: (description: string, blend: Blend | null) => Promise<PackedAdapter>,
): Inspections {
  /** An adapter for comparison; each is a call of its own, so that questions come between. */
  function generateOnce(
    description: string,
    signal?: AbortSignal,
    blend: Blend | null = null,
  ): Promise<PackedAdapter> {
    return exclusive(signal, () => generate(description, blend));
  }

  /** The mean adapter of training tasks, made at the first call; null when none are known. */
  async function reference(): Promise<Reference | null> {
    const file = await loaded().findTasks();
    if (!file) return null;
    const { makeReference } = await inspection();
    const current = loaded();
    current.reference ??= makeReference(file, (text) => generateOnce(text));
    current.reference.catch(() => delete current.reference);
    return current.reference;
  }

  return {
    async trainingTasks() {
      const file = await loaded().findTasks();
      if (!file) return null;
      const { tasks, projection, nearestSimilarity } = file;
      return { tasks, explained: projection.explained, nearestSimilarity };
    },

    async placeDescription(description, signal) {
      checkDescription(description);
      const { findTasks, parts } = loaded();
      const file = await findTasks();
      if (!file) return null;
      const { encoder } = parts.writer!;
      await encoder.fetch(); // Outside the queue: answers do not wait for a download.
      return exclusive(signal, async () => {
        const { vector } = await (await encoder.open()).encode(description);
        return placeDescription(file, vector);
      });
    },

    singularValues: (adapterId) =>
      exclusive(undefined, async () => adapters.singularValues(adapterId)),

    async movement(adapterId, signal) {
      const summary = adapters.summary(adapterId);
      const { description, blend = null, scaling } = summary;
      const writer = loaded().parts.form.hypernetwork?.id ?? null;
      // Another hypernetwork's words are no beginning of it.
      if (description === "" || summary.hypernetworkId !== writer) return null;
      const words = await generateOnce(description, signal, blend);
      const { movement } = await inspection();
      return movement(adapters.packed(adapterId), words, scaling);
    },

    async compareToMean(adapterId, signal) {
      const known = await reference();
      if (!known) return null;
      const { compareWith } = await inspection();
      return exclusive(signal, async () =>
        compareWith(known, adapters.packedFor(loaded().parts, adapterId)),
      );
    },

    async compareDescriptions(adapterId, descriptions, signal) {
      const known = await reference();
      if (!known) return null;
      const others: PackedAdapter[] = [];
      for (const description of descriptions) {
        others.push(await generateOnce(description, signal));
      }
      const { compareAdapters } = await inspection();
      return exclusive(signal, async () =>
        compareAdapters(known, adapters.packedFor(loaded().parts, adapterId), others),
      );
    },
  };
}
