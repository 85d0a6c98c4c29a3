/** Files of an adapter into one that the loaded base model can use. */
import type { BaseShape } from "../../formats/lora/adapter";
import { readAdapter } from "../../formats/lora/reading";
import type { GivenFile, ImportedFrom } from "../../shared/adapter";
import type { BaseModelRecord } from "../../shared/models";
import { packImported } from "./imported";
import {
  type LoraLayout,
  loraLayout,
  type PackedAdapter,
  type ProjectionSizes,
  TARGET_MODULES,
} from "./layout";

/** The parts of what is loaded that an adapter has to fit. */
export interface ImportHost {
  records: { base: Pick<BaseModelRecord, "label"> };
  languageModel: {
    readonly config: BaseShape & { projections: ProjectionSizes };
    readonly layout: LoraLayout;
  };
}

/** Throws "bad-adapter" or "bad-file"; nothing is kept then. */
export async function importFiles(
  files: readonly GivenFile[],
  {
    records,
    languageModel: {
      config,
      layout: { layers },
    },
  }: ImportHost,
): Promise<{ packed: PackedAdapter; imported: ImportedFrom }> {
  const { modules: tensors, baseName, vainPatterns } = await readAdapter(files, config);
  const { projections } = config;
  const modules = TARGET_MODULES.filter((name) =>
    tensors.some(({ module }) => module === name),
  );
  // The same numbers are the same adapter, whatever the loaded graph lays side by side.
  const layout = loraLayout(layers, projections, modules);
  const target = { layout, projections, base: records.base.label };
  return {
    packed: packImported(tensors, target, 1),
    imported: {
      name: nameOf(files),
      baseName,
      vainPatterns,
      rank: Math.max(...tensors.map(({ rank }) => rank)),
      modules,
    },
  };
}

/** The folder that the files lie in, or the name of a file. */
function nameOf(files: readonly GivenFile[]): string {
  const parts = (files[0]?.name ?? "").split("/");
  return files.length > 1 && parts.length > 1 ? parts[0]! : parts.at(-1)!;
}
