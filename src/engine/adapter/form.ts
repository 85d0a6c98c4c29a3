/** The form of adapters: all that those made in one way have in common. */
import type { HypernetworkManifest } from "../../formats/manifest";
import { TARGET_MODULES } from "./layout";

export interface AdapterForm extends Pick<
  HypernetworkManifest,
  "rank" | "alpha" | "scaling" | "targetModules" | "template"
> {
  /** The hypernetwork that writes them; null where only lessons make them. */
  hypernetwork: { id: string; label: string } | null;
}

export function formOfManifest(manifest: HypernetworkManifest): AdapterForm {
  const { id, label, rank, alpha, scaling, targetModules, template } = manifest;
  const hypernetwork = { id, label };
  return { rank, alpha, scaling, targetModules, template, hypernetwork };
}

/** Rank of adapters that begin at zero, as PEFT has it when nothing is said. */
const RANK = 8;
/** Factor of B A, alpha over rank. */
const SCALING = 2;

/**
 * For a base model that no hypernetwork is loaded for: all modules, so that a lesson can use them.
 * `template` is that of its prompts, "{input}" for the message.
 */
export function formOfLessons(template: string): AdapterForm {
  return {
    hypernetwork: null,
    rank: RANK,
    scaling: SCALING,
    alpha: SCALING * Math.sqrt(RANK),
    targetModules: [...TARGET_MODULES],
    template,
  };
}

/** The form of adapters that no hypernetwork wrote; `scaling` is that of the loaded models unless given. */
export function unwritten(form: AdapterForm, scaling = form.scaling): AdapterForm {
  const alpha = scaling === form.scaling ? form.alpha : scaling * Math.sqrt(form.rank);
  return { ...form, scaling, alpha, hypernetwork: null };
}
