/** The adapters made so far: their tensors, and where the current session reads them. */
import type {
  AdapterScope,
  AdapterSummary,
  Blend,
  ExportOptions,
  ImportedFrom,
  SavedAdapter,
} from "../../shared/adapter";
import type { ExportedFile } from "../../shared/engine";
import type { SingularValues } from "../../shared/inspection";
import type { BaseShape } from "../../formats/lora/adapter";
import { AppError } from "../../shared/errors";
import type { BaseModelRecord } from "../../shared/models";
import { adapterFacts } from "./facts";
import type { AdapterForm } from "./form";
import { inMemory, type GeneratedAdapter, type PlacedAdapter } from "./rows";
import { restrict, unpackAdapter } from "./tensors";
import type { PackedAdapter } from "./layout";

/** The parts of what is loaded that an adapter is kept for. */
export interface AdapterHost {
  form: AdapterForm;
  records: { base: BaseModelRecord };
  languageModel: {
    readonly config: BaseShape;
    /** Puts an adapter where the session reads it, and owns its buffers from now on. */
    placeAdapter(adapter: GeneratedAdapter): PlacedAdapter;
  };
}

/** Words, examples or files that an adapter was made from. */
type AdapterSource = Pick<
  AdapterSummary,
  "description" | "lengths" | "taughtOn" | "lesson" | "imported"
> & {
  blend: Blend | null;
};

/** An adapter without its tensors: its summary, and the models and form it was made with. */
export interface AdapterOrigin {
  readonly summary: AdapterSummary;
  readonly base: BaseModelRecord;
  readonly shape: BaseShape;
  readonly form: AdapterForm;
}

/** Facts that a taught adapter is kept with, beside its tensors. */
export type TaughtSource = Omit<SavedAdapter, "bytes">;

interface KeptAdapter extends AdapterOrigin {
  packed: PackedAdapter;
  /** Null while no session holds it, as after the device was lost. */
  placed: PlacedAdapter | null;
}

export class AdapterCollection {
  private readonly kept = new Map<string, KeptAdapter>();
  private count = 0;

  /** Places a generated adapter, which it owns from now on, and describes it. */
  add(
    { form, languageModel, records: { base } }: AdapterHost,
    source: AdapterSource,
    generated: GeneratedAdapter,
    timings: Omit<AdapterSummary["timings"], "uploadMs">,
  ): Promise<AdapterSummary> {
    const { config: shape } = languageModel;
    return this.keep({ form, base, shape }, languageModel, source, generated, timings);
  }

  /**
   * Facts of an adapter for the loaded base model, which stay known when the adapter is released.
   */
  origin(parts: Pick<AdapterHost, "records">, id: string): AdapterOrigin {
    return this.getFor(parts, id);
  }

  /**
   * Keeps an adapter that was taught, or saved before; `origin` is the one that it was taught from,
   * null where the loaded models made it.
   */
  addTaught(
    { form, languageModel, records: { base } }: AdapterHost,
    packed: PackedAdapter,
    { hypernetworkId, ...source }: TaughtSource,
    { origin, teachMs }: { origin: AdapterOrigin | null; teachMs: number },
  ): Promise<AdapterSummary> {
    const made = origin ?? { form, base, shape: languageModel.config };
    const madeBy = made.form.hypernetwork?.id ?? null;
    if (hypernetworkId !== madeBy) {
      const fault = {
        kind: "other-hypernetwork",
        hypernetwork: hypernetworkId ?? base.label,
      } as const;
      throw new AppError({ code: "bad-input", fault });
    }
    const timings = { encodeMs: 0, generateMs: teachMs };
    const imported = origin?.summary.imported;
    const whole = imported ? { ...source, imported } : source;
    return this.keep(made, languageModel, whole, inMemory(packed), timings);
  }

  /** Keeps an adapter that was read from files. */
  addImported(
    { form, languageModel, records: { base } }: AdapterHost,
    packed: PackedAdapter,
    imported: ImportedFrom,
    readMs: number,
  ): Promise<AdapterSummary> {
    return this.keep(
      // Whatever wrote it, no hypernetwork of this site did.
      { form: { ...form, hypernetwork: null }, base, shape: languageModel.config },
      languageModel,
      { description: "", lengths: [], blend: null, imported },
      inMemory(packed),
      { encodeMs: 0, generateMs: readMs },
    );
  }

  private async keep(
    { form, base, shape }: Pick<KeptAdapter, "form" | "base" | "shape">,
    languageModel: AdapterHost["languageModel"],
    source: AdapterSource,
    generated: GeneratedAdapter,
    timings: Omit<AdapterSummary["timings"], "uploadMs">,
  ): Promise<AdapterSummary> {
    const { scaling, targetModules } = form;
    const { packed } = generated;
    const rank = largestRank(packed);
    const started = performance.now();
    const placed = languageModel.placeAdapter(generated);
    const uploadMs = performance.now() - started;
    this.count += 1;
    const summary: AdapterSummary = {
      id: `adapter-${this.count}`,
      baseModelId: base.id,
      hypernetworkId: form.hypernetwork?.id ?? null,
      rank,
      lowerRanks: lowerRanks(packed, rank),
      // rsLoRA: a blend has a higher rank, and the same scaling needs a larger alpha.
      alpha: rank === form.rank ? form.alpha : scaling * Math.sqrt(rank),
      scaling,
      targetModules: [...targetModules],
      parameters: parameterCount(packed),
      ...(await adapterFacts(packed, scaling)),
      timings: { ...timings, uploadMs },
      ...source,
    };
    this.kept.set(summary.id, { summary, packed, base, shape, form, placed });
    return summary;
  }

  summary(id: string): AdapterSummary {
    return this.get(id).summary;
  }

  /** The adapter where `parts`' session reads it, placed again if it has to be. */
  place(parts: AdapterHost, id: string): { adapter: PlacedAdapter; scaling: number } {
    const kept = this.getFor(parts, id);
    kept.placed ??= parts.languageModel.placeAdapter(inMemory(kept.packed));
    return { adapter: kept.placed, scaling: kept.summary.scaling };
  }

  packed(id: string): PackedAdapter {
    return this.get(id).packed;
  }

  async singularValues(id: string): Promise<SingularValues> {
    const { packed, summary } = this.get(id);
    const { singularValues } = await import("./singularValues");
    return singularValues(unpackAdapter(packed), summary.scaling);
  }

  /** Forgets what is on the device, as its buffers go with it. */
  forgetPlaces(): void {
    for (const kept of this.kept.values()) {
      kept.placed?.dispose();
      kept.placed = null;
    }
  }

  release(id: string): void {
    this.kept.get(id)?.placed?.dispose();
    this.kept.delete(id);
  }

  /** A .zip with the adapter's files: strength in the scaling, B zero out of scope. */
  async export(
    id: string,
    {
      strength,
      scope,
      format = "peft",
      card = null,
    }: { strength: number; scope: AdapterScope | null } & ExportOptions,
  ): Promise<ExportedFile> {
    const { summary, packed, base, shape, form } = this.get(id);
    const { adapterFiles } = await import("../../formats/lora/files");
    const { zipFiles } = await import("./zip");
    const portable = {
      description: describe(summary),
      checksum: summary.checksum,
      base,
      shape,
      hypernetwork: form.hypernetwork?.label ?? null,
      importedFrom: summary.imported?.name ?? null,
      template: form.template,
      rank: summary.rank,
      lowerRanks: summary.lowerRanks,
      alpha: summary.alpha * strength,
      strength,
      targetModules: summary.targetModules,
      modules: restrict(unpackAdapter(packed), scope),
    };
    const files = adapterFiles(format, portable, card);
    const suffix = format === "peft" ? "" : `-${format}`;
    return {
      name: `adapter-${summary.checksum.slice(0, 8)}${suffix}.zip`,
      mediaType: "application/zip",
      bytes: await zipFiles(files),
    };
  }

  /** Throws "bad-input" when the adapter is for another base model than is loaded. */
  private getFor(
    { records: { base } }: Pick<AdapterHost, "records">,
    id: string,
  ): KeptAdapter {
    const kept = this.get(id);
    if (kept.base.id === base.id) return kept;
    const fault = { base: base.label, theirs: kept.base.label };
    throw new AppError({ code: "bad-input", fault: { kind: "other-base", ...fault } });
  }

  private get(id: string): KeptAdapter {
    const kept = this.kept.get(id);
    if (kept) return kept;
    throw new AppError({ code: "bad-input", fault: { kind: "adapter-gone" } });
  }
}

/** The modules whose rank is not `largest`. */
function lowerRanks(
  { layout, groups }: PackedAdapter,
  largest: number,
): AdapterSummary["lowerRanks"] {
  return layout.groups.flatMap(({ modules }, index) => {
    const { rank } = groups[index]!;
    return rank < largest ? modules.map(({ module }) => ({ module, rank })) : [];
  });
}

/** Number of values in A and B of every module, an A that modules share counted for each. */
function parameterCount({ layout, groups }: PackedAdapter): number {
  return layout.groups.reduce((sum, { in: size, modules }, index) => {
    const ofModules = modules.reduce((total, { out }) => total + size + out, 0);
    return sum + layout.layers * groups[index]!.rank * ofModules;
  }, 0);
}

/** Largest rank of its modules; the others may have a lower one (gist.ts). */
function largestRank({ groups }: PackedAdapter): number {
  return Math.max(...groups.map(({ rank }) => rank));
}

/** The adapter's descriptions and lesson, as the exported README names them. */
function describe({ description, blend, lesson }: AdapterSummary): string {
  const parts = [description];
  if (blend) {
    const share = Math.round(100 * blend.position);
    parts.push(`blended (${blend.space}, ${share} %) with`, blend.description);
  }
  if (lesson) {
    const { examples, keptStep } = lesson;
    parts.push(`taught with ${examples.length} examples in ${keptStep} steps`);
  }
  return parts.filter(Boolean).join("\n\n");
}
