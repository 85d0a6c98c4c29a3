/** The loaded models that adapters are made and kept for. */
import type { AdapterSummary } from "../../shared/adapter";
import type { BaseModelRecord } from "../../shared/models";
import type { BaseShape } from "../../formats/lora/adapter";
import type { AdapterForm } from "./form";
import { type ImportTarget, inLayout } from "./imported";
import type { LoraLayout, ProjectionSizes } from "./layout";
import { inMemory, type GeneratedAdapter, type PlacedAdapter } from "./rows";

/** The parts of what is loaded that an adapter is kept for. */
export interface AdapterHost {
  form: AdapterForm;
  records: { base: BaseModelRecord };
  languageModel: {
    readonly config: BaseShape & { projections: ProjectionSizes };
    readonly layout: LoraLayout;
    /** Puts an adapter where the session reads it, and owns its buffers from now on. */
    placeAdapter(adapter: GeneratedAdapter): PlacedAdapter;
  };
}

/** An adapter without its tensors: its summary, and the models and form it was made with. */
export interface AdapterOrigin {
  readonly summary: AdapterSummary;
  readonly base: BaseModelRecord;
  readonly shape: BaseShape;
  readonly form: AdapterForm;
}

export function originOf({
  form,
  languageModel,
  records: { base },
}: AdapterHost): Omit<AdapterOrigin, "summary"> {
  return { form, base, shape: languageModel.config };
}

/** The layout of the loaded graph, and the sizes that an adapter has to have for it. */
export function targetOf({
  languageModel,
  records: { base },
}: AdapterHost): ImportTarget {
  const { layout, config } = languageModel;
  return { layout, projections: config.projections, base: base.label };
}

/** Where another hypernetwork is loaded by now, the graph may have another layout. */
export function placeIn(host: AdapterHost, generated: GeneratedAdapter): PlacedAdapter {
  const packed = inLayout(generated.packed, targetOf(host));
  if (packed === generated.packed) return host.languageModel.placeAdapter(generated);
  generated.dispose();
  return host.languageModel.placeAdapter(inMemory(packed));
}
