/** Files of an adapter into one that the loaded base model can use. */
import type { BaseShape } from "../../formats/lora/adapter";
import { readAdapter } from "../../formats/lora/reading";
import type { GivenFile, ImportedFrom } from "../../shared/adapter";
import type { BaseModelRecord } from "../../shared/models";
import type { AdapterForm } from "./form";
import { packImported } from "./imported";
import type { LoraLayout, PackedAdapter, ProjectionSizes } from "./layout";

/** The parts of what is loaded that an adapter has to fit. */
export interface ImportHost {
  form: Pick<AdapterForm, "scaling">;
  records: { base: Pick<BaseModelRecord, "label"> };
  languageModel: {
    readonly config: BaseShape & { projections: ProjectionSizes };
    readonly layout: LoraLayout;
  };
}

/** Throws "bad-adapter" or "bad-file"; nothing is kept then. */
export async function importFiles(
  files: readonly GivenFile[],
  { form, records, languageModel: { config, layout } }: ImportHost,
): Promise<{ packed: PackedAdapter; imported: ImportedFrom }> {
  const { modules, baseName, vainPatterns } = await readAdapter(files, config);
  const target = { layout, projections: config.projections, base: records.base.label };
  return {
    packed: packImported(modules, target, form.scaling),
    imported: { name: nameOf(files), baseName, vainPatterns },
  };
}

/** The folder that the files lie in, or the name of a file. */
function nameOf(files: readonly GivenFile[]): string {
  const parts = (files[0]?.name ?? "").split("/");
  return files.length > 1 && parts.length > 1 ? parts[0]! : parts.at(-1)!;
}
