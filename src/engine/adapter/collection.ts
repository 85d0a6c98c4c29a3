/** The adapters made so far: their tensors, and where the current session reads them. */
import type {
  AdapterScope,
  AdapterSummary,
  ExportOptions,
  ImportedFrom,
  LaterBlend,
  MergedFormat,
  SavedAdapter,
} from "../../shared/adapter";
import type { PortableAdapter } from "../../formats/lora/adapter";
import type { BaseFile } from "../../formats/lora/mergedGguf";
import type { ExportedFile } from "../../shared/engine";
import type { SingularValues } from "../../shared/inspection";
import { AppError } from "../../shared/errors";
import {
  type AdapterSource,
  describe,
  largestRank,
  lowerRanks,
  parameterCount,
  sourceOf,
} from "./summaryParts";
import { adapterFacts } from "./facts";
import { unwritten } from "./form";
import {
  type AdapterHost,
  type AdapterOrigin,
  originOf,
  placeIn,
  targetOf,
} from "./host";
import { adaptedModules, inLayout } from "./imported";
import { inMemory, type GeneratedAdapter, type PlacedAdapter } from "./rows";
import { type ModuleTensors, restrict, unpackAdapter } from "./tensors";
import type { PackedAdapter } from "./layout";

/** Facts that a taught adapter is kept with, beside its tensors. */
export type TaughtSource = Omit<SavedAdapter, "bytes" | "layout">;

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
    host: AdapterHost,
    source: AdapterSource,
    generated: GeneratedAdapter,
    timings: Omit<AdapterSummary["timings"], "uploadMs">,
  ): Promise<AdapterSummary> {
    return this.keep(originOf(host), host, source, generated, timings);
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
    host: AdapterHost,
    packed: PackedAdapter,
    { hypernetworkId, scaling, ...source }: TaughtSource,
    { origin, teachMs }: { origin: AdapterOrigin | null; teachMs: number },
  ): Promise<AdapterSummary> {
    const { form } = host;
    const made = origin ?? {
      ...originOf(host),
      form: hypernetworkId === null ? unwritten(form, scaling) : form,
    };
    const madeBy = made.form.hypernetwork?.id ?? null;
    if (hypernetworkId !== madeBy) {
      const fault = {
        kind: "other-hypernetwork",
        hypernetwork: hypernetworkId ?? host.records.base.label,
      } as const;
      throw new AppError({ code: "bad-input", fault });
    }
    const timings = { encodeMs: 0, generateMs: teachMs };
    return this.keep(made, host, source, inMemory(packed), timings);
  }

  /** Keeps what another description's adapter was mixed into; `origin` is what it was before. */
  addBlended(
    host: AdapterHost,
    packed: PackedAdapter,
    blend: LaterBlend,
    { origin, blendMs }: { origin: AdapterOrigin; blendMs: number },
  ): Promise<AdapterSummary> {
    const before = sourceOf(origin.summary);
    const source = { ...before, blendedWith: [...(before.blendedWith ?? []), blend] };
    const timings = { encodeMs: 0, generateMs: blendMs };
    return this.keep(origin, host, source, inMemory(packed), timings);
  }

  /** Keeps an adapter that was read from files. */
  addImported(
    host: AdapterHost,
    packed: PackedAdapter,
    imported: ImportedFrom,
    readMs: number,
  ): Promise<AdapterSummary> {
    return this.keep(
      // Whatever wrote it, no hypernetwork of this site did; all its scaling is in B.
      { ...originOf(host), form: unwritten(host.form, 1) },
      host,
      { description: "", lengths: [], blend: null, imported },
      inMemory(packed),
      { encodeMs: 0, generateMs: readMs },
    );
  }

  private async keep(
    { form, base, shape }: Pick<KeptAdapter, "form" | "base" | "shape">,
    host: AdapterHost,
    source: AdapterSource,
    generated: GeneratedAdapter,
    timings: Omit<AdapterSummary["timings"], "uploadMs">,
  ): Promise<AdapterSummary> {
    const { scaling } = form;
    const { packed } = generated;
    // What is read from files may leave modules out, where a hypernetwork writes them all.
    const targetModules = source.imported ? adaptedModules(packed) : form.targetModules;
    const rank = largestRank(packed);
    const started = performance.now();
    const placed = placeIn(host, generated);
    const uploadMs = performance.now() - started;
    this.count += 1;
    const facts = await adapterFacts(packed, scaling);
    const summary: AdapterSummary = {
      id: `adapter-${this.count}`,
      baseModelId: base.id,
      hypernetworkId: form.hypernetwork?.id ?? null,
      rank,
      lowerRanks: lowerRanks(packed, rank, targetModules),
      // rsLoRA: a blend has a higher rank, and the same scaling needs a larger alpha.
      alpha: rank === form.rank ? form.alpha : scaling * Math.sqrt(rank),
      scaling,
      targetModules: [...targetModules],
      parameters: parameterCount(packed, targetModules),
      ...facts,
      norms: facts.norms.filter(({ module }) => targetModules.includes(module)),
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
    kept.placed ??= placeIn(parts, inMemory(kept.packed));
    return { adapter: kept.placed, scaling: kept.summary.scaling };
  }

  /** The adapter in its own layout, which its checksum is of. */
  packed(id: string): PackedAdapter {
    return this.get(id).packed;
  }

  /** The adapter in the layout of the loaded graph, for the same base model. */
  packedFor(parts: AdapterHost, id: string): PackedAdapter {
    return inLayout(this.getFor(parts, id).packed, targetOf(parts));
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

  /**
   * A .zip with the adapter's files: strength in the scaling, B zero out of scope. `source` is the
   * base model's file, for the merged formats.
   */
  async export(
    id: string,
    {
      strength,
      scope,
      format = "peft",
      card = null,
    }: { strength: number; scope: AdapterScope | null } & ExportOptions,
    source: Uint8Array | null = null,
  ): Promise<ExportedFile> {
    const portable = portableOf(this.get(id), strength, scope);
    const { adapterFiles } = await import("../../formats/lora/files");
    const { zipFiles } = await import("./zip");
    const files = adapterFiles(format, portable, card, source);
    const suffix = format === "peft" ? "" : `-${format}`;
    return {
      name: `adapter-${portable.checksum.slice(0, 8)}${suffix}.zip`,
      mediaType: "application/zip",
      bytes: await zipFiles(files),
    };
  }

  /** Bytes of the model that each merged format gives of the base model's file. */
  async mergedBytes(
    id: string,
    strength: number,
    scope: AdapterScope | null,
    base: BaseFile,
  ): Promise<Record<MergedFormat, number>> {
    const portable = portableOf(this.get(id), strength, scope);
    const { mergedSize } = await import("../../formats/lora/mergedGguf");
    return {
      "merged-f16": mergedSize(base, portable, "F16"),
      "merged-q8_0": mergedSize(base, portable, "Q8_0"),
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

/** The adapter as it goes into files: strength in alpha, B zero out of scope. */
function portableOf(
  kept: KeptAdapter,
  strength: number,
  scope: AdapterScope | null,
): PortableAdapter {
  const { summary, base, shape, form } = kept;
  return {
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
    modules: restrict(adaptedTensors(kept), scope),
  };
}

/** The tensors of the modules that the adapter has; its layout may have room for more. */
function adaptedTensors({ summary, packed }: KeptAdapter): ModuleTensors[] {
  return unpackAdapter(packed).filter(({ module }) =>
    summary.targetModules.includes(module),
  );
}
