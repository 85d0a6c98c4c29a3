/** The adapters made so far: their tensors, and where the current session reads them. */
import type { AdapterScope, AdapterSummary, Blend } from "../../shared/adapter";
import type { ExportedFile } from "../../shared/engine";
import type { SingularValues } from "../../shared/inspection";
import type { HypernetworkManifest } from "../../formats/manifest";
import { peftFiles } from "../../formats/peft";
import { AppError } from "../../shared/errors";
import type { BaseModelRecord } from "../../shared/models";
import { adapterFacts } from "./facts";
import { inMemory, type GeneratedAdapter, type PlacedAdapter } from "./rows";
import { restrict, unpackAdapter } from "./tensors";
import type { PackedAdapter } from "./layout";
import { singularValues } from "./singularValues";
import { zipFiles } from "./zip";

/** The parts of what is loaded that an adapter is kept for. */
export interface AdapterHost {
  records: { base: BaseModelRecord };
  languageModel: {
    /** Puts an adapter where the session reads it, and owns what it holds from now on. */
    placeAdapter(adapter: GeneratedAdapter): PlacedAdapter;
  };
}

interface KeptAdapter {
  summary: AdapterSummary;
  packed: PackedAdapter;
  base: BaseModelRecord;
  manifest: HypernetworkManifest;
  /** null while no session holds it, as after the device was lost. */
  placed: PlacedAdapter | null;
}

export class AdapterCollection {
  private readonly kept = new Map<string, KeptAdapter>();
  private count = 0;

  /** Places a generated adapter, which it owns from now on, and describes it. */
  async add(
    parts: AdapterHost & { manifest: HypernetworkManifest },
    { description, blend }: { description: string; blend: Blend | null },
    generated: GeneratedAdapter,
    timings: { encodeMs: number; generateMs: number },
  ): Promise<AdapterSummary> {
    const { manifest, languageModel, records } = parts;
    const { scaling, targetModules } = manifest;
    const rank = largestRank(generated.packed);
    const started = performance.now();
    const placed = languageModel.placeAdapter(generated);
    const uploadMs = performance.now() - started;
    this.count += 1;
    const summary: AdapterSummary = {
      id: `adapter-${this.count}`,
      description,
      hypernetworkId: manifest.id,
      rank,
      lowerRanks: lowerRanks(generated.packed, rank),
      // rsLoRA: a blend has a higher rank, and the same scaling needs a larger alpha.
      alpha: rank === manifest.rank ? manifest.alpha : scaling * Math.sqrt(rank),
      scaling,
      targetModules: [...targetModules],
      parameters: parameterCount(generated.packed),
      ...(await adapterFacts(generated.packed, scaling)),
      timings: { ...timings, uploadMs },
      blend,
    };
    const { packed } = generated;
    this.kept.set(summary.id, { summary, packed, base: records.base, manifest, placed });
    return summary;
  }

  /** The adapter where `parts`' session reads it, placed again if it has to be. */
  place(parts: AdapterHost, id: string): { adapter: PlacedAdapter; scaling: number } {
    const kept = this.get(id);
    const { base } = parts.records;
    if (kept.base.id !== base.id) {
      const fault = { base: base.label, theirs: kept.base.label };
      throw new AppError({ code: "bad-input", fault: { kind: "other-base", ...fault } });
    }
    kept.placed ??= parts.languageModel.placeAdapter(inMemory(kept.packed));
    return { adapter: kept.placed, scaling: kept.summary.scaling };
  }

  packed(id: string): PackedAdapter {
    return this.get(id).packed;
  }

  singularValues(id: string): SingularValues {
    const { packed, summary } = this.get(id);
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

  /** A .zip with the PEFT folder: strength multiplied into lora_alpha, B zero out of scope. */
  async export(
    id: string,
    { strength, scope }: { strength: number; scope: AdapterScope | null },
  ): Promise<ExportedFile> {
    const { summary, packed, base, manifest } = this.get(id);
    const files = peftFiles({
      description: describe(summary),
      checksum: summary.checksum,
      base,
      hypernetwork: manifest.label,
      template: manifest.template,
      rank: summary.rank,
      lowerRanks: summary.lowerRanks,
      alpha: summary.alpha * strength,
      strength,
      targetModules: summary.targetModules,
      modules: restrict(unpackAdapter(packed), scope),
    });
    return {
      name: `adapter-${summary.checksum.slice(0, 8)}.zip`,
      mediaType: "application/zip",
      bytes: await zipFiles(files),
    };
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

/** As the exported README says what it was made from. */
function describe({ description, blend }: AdapterSummary): string {
  if (!blend) return description;
  const share = Math.round(100 * blend.position);
  return `${description}\n\nblended (${blend.space}, ${share} %) with\n\n${blend.description}`;
}
