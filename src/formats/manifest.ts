/** Reads the manifest that training/hypernetworks/manifest.py writes beside a checkpoint's weights. */
import type { CheckpointEvaluation, CheckpointLibrary } from "../shared/engine";
import { AppError } from "../shared/errors";
import { type Fields, readJson } from "../shared/json";
import { type Training, TRAININGS, type Variant, VARIANTS } from "../shared/variants";

export const MANIFEST_FORMAT = "text-to-lora-hypernetwork";
export const MANIFEST_VERSION = 2;
export const TEXT_RULE = "trim-full-stop";

const NOT_EMPTY = { least: 1 };
/** A bare file name, so that a manifest cannot point elsewhere. */
const FILE_NAME = /^(?!\.)[\w.-]+$/;
const SHARE = { least: 0, most: 1 };

/** `Architecture` is what the variant's kind reads of it (engine/hypernetwork/kind.ts). */
export interface HypernetworkManifest<Architecture = unknown> {
  id: string;
  label: string;
  variant: Variant;
  training: Training;
  base: { id: string; sha256: string };
  encoder: { id: string; sha256: string; dimension: number };
  /** The base model's chat template, with "{input}" where the message goes. */
  template: string;
  targetModules: string[];
  /** Largest rank of any module. */
  rank: number;
  alpha: number;
  scaling: number;
  layers: number;
  architecture: Architecture;
  parameters: number;
  weights: { file: string; bytes: number; sha256: string };
  evaluation: CheckpointEvaluation | null;
  library: CheckpointLibrary | null;
}

/** Reads the part of a manifest that belongs to the kind of one variant. */
type ReadArchitecture<Architecture> = (
  variant: Variant,
  manifest: Fields,
) => Architecture;

/**
 * Reads what manifests of all variants have; `architectureOf` reads the part of one variant's
 * kind. Throws "bad-file" naming the key at fault, "unsupported-model" for another version or
 * rule.
 */
export function readManifest<Architecture>(
  text: string,
  architectureOf: ReadArchitecture<Architecture>,
): HypernetworkManifest<Architecture> {
  return readJson(text, "manifest", (root) => parse(root, architectureOf));
}

function parse<Architecture>(
  root: Fields,
  architectureOf: ReadArchitecture<Architecture>,
): HypernetworkManifest<Architecture> {
  root.choice("format", [MANIFEST_FORMAT]);
  if (root.count("version") !== MANIFEST_VERSION) {
    const [found, known] = [root.count("version"), MANIFEST_VERSION];
    throw new AppError({
      code: "unsupported-model",
      fault: { kind: "manifest-version", found, known },
    });
  }
  if (root.text("text_rule") !== TEXT_RULE) {
    throw new AppError({
      code: "unsupported-model",
      fault: { kind: "text-rule", rule: root.text("text_rule") },
    });
  }
  const base = root.inner("base");
  const encoder = root.inner("encoder");
  const weights = root.inner("weights");
  checkScaling(root);
  const variant = root.choice("variant", VARIANTS);
  return {
    id: root.text("id", NOT_EMPTY),
    label: root.text("label", NOT_EMPTY),
    variant,
    training: root.choice("training", TRAININGS),
    base: { id: base.text("id", NOT_EMPTY), sha256: base.hash("sha256") },
    encoder: {
      id: encoder.text("id", NOT_EMPTY),
      sha256: encoder.hash("sha256"),
      dimension: encoder.count("dimension"),
    },
    template: root.text("template", NOT_EMPTY),
    targetModules: readModules(root),
    rank: root.count("rank", { most: 1024 }),
    alpha: root.positive("alpha"),
    scaling: root.positive("scaling"),
    layers: root.count("layers", { most: 1024 }),
    architecture: architectureOf(variant, root),
    parameters: root.count("parameters"),
    weights: {
      file: weights.matching("file", FILE_NAME, "a bare file name"),
      bytes: weights.count("bytes", { most: 2 ** 31 }),
      sha256: weights.hash("sha256"),
    },
    evaluation: nullable(root, "evaluation", readEvaluation),
    library: nullable(root, "library", readLibrary),
  };
}

/** rsLoRA: alpha / √rank, as the downloaded adapter's configuration says too. */
function checkScaling(root: Fields): void {
  if (!root.boolean("use_rslora")) throw root.refused("use_rslora", "true");
  const expected = root.positive("alpha") / Math.sqrt(root.count("rank"));
  if (Math.abs(root.positive("scaling") / expected - 1) > 1e-4) {
    throw root.refused("scaling", `alpha / √rank, which is ${expected}`);
  }
}

/** The part that `read` reads; null where the manifest says null, or nothing. */
function nullable<Part>(
  root: Fields,
  key: string,
  read: (fields: Fields) => Part,
): Part | null {
  return (root.value(key) ?? null) === null ? null : read(root.inner(key));
}

function readEvaluation(fields: Fields): CheckpointEvaluation {
  const conditions = fields.inner("conditions");
  return {
    tasks: fields.count("tasks"),
    examplesPerTask: fields.count("examples_per_task"),
    conditions: Object.fromEntries(
      conditions.keys().map((name) => {
        const interval = conditions.inner(name);
        return [
          name,
          {
            score: interval.number("score", SHARE),
            low: interval.number("low", SHARE),
            high: interval.number("high", SHARE),
          },
        ];
      }),
    ),
  };
}

function readLibrary(fields: Fields): CheckpointLibrary {
  const share = fields.inner("share");
  return {
    adapters: fields.count("adapters"),
    saved: fields.number("saved", SHARE),
    share: {
      share: share.number("share", { least: 0 }),
      low: share.number("low", { least: 0 }),
      high: share.number("high", { least: 0 }),
    },
    tasks: fields.texts("tasks", { least: 1 }),
  };
}

/** Names of modules: a list of different texts, not empty. */
export function readModules(root: Fields): string[] {
  const modules = root.texts("target_modules", { least: 1 });
  if (new Set(modules).size === modules.length) return modules;
  throw root.refused("target_modules", "a list of different texts");
}
