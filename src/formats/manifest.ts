/** Reads the manifest that training/export.py writes beside a hypernetwork's weights. */
import type { HypernetworkEvaluation } from "../shared/engine";
import { AppError } from "../shared/errors";
import { type Training, TRAININGS, type Variant, VARIANTS } from "../shared/variants";

export const MANIFEST_FORMAT = "text-to-lora-hypernetwork";
export const MANIFEST_VERSION = 2;
export const TEXT_RULE = "trim-full-stop";

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
  /** Of the module with the largest. */
  rank: number;
  alpha: number;
  scaling: number;
  layers: number;
  architecture: Architecture;
  parameters: number;
  weights: { file: string; bytes: number; sha256: string };
  evaluation: HypernetworkEvaluation | null;
}

/** What a manifest's own part of a kind is read from. */
export type ManifestFields = Fields;

/**
 * Reads what manifests of all variants have; `architectureOf` reads the part of one variant's
 * kind. Throws "bad-file" naming the key at fault, "unsupported-model" for another version or
 * rule.
 */
export function readManifest<Architecture>(
  text: string,
  architectureOf: (variant: Variant, manifest: ManifestFields) => Architecture,
): HypernetworkManifest<Architecture> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new AppError("bad-file", "The hypernetwork's manifest is not JSON.", { cause });
  }
  const root = new Fields(content, "");
  if (root.text("format") !== MANIFEST_FORMAT) throw root.bad("format");
  if (root.count("version") !== MANIFEST_VERSION) {
    throw new AppError(
      "unsupported-model",
      `The manifest has version ${root.count("version")}; this page reads version ` +
        `${MANIFEST_VERSION}. Reload the page or export the hypernetwork again.`,
    );
  }
  if (root.text("text_rule") !== TEXT_RULE) {
    throw new AppError(
      "unsupported-model",
      `The hypernetwork wants the text rule "${root.text("text_rule")}", unknown to this page.`,
    );
  }
  const base = root.inner("base");
  const encoder = root.inner("encoder");
  const weights = root.inner("weights");
  checkScaling(root);
  const variant = root.choice("variant", VARIANTS);
  return {
    id: root.text("id"),
    label: root.text("label"),
    variant,
    training: root.choice("training", TRAININGS),
    base: { id: base.text("id"), sha256: base.hash("sha256") },
    encoder: {
      id: encoder.text("id"),
      sha256: encoder.hash("sha256"),
      dimension: encoder.count("dimension"),
    },
    template: root.text("template"),
    targetModules: root.texts("target_modules"),
    rank: root.count("rank", 1024),
    alpha: root.positive("alpha"),
    scaling: root.positive("scaling"),
    layers: root.count("layers", 1024),
    architecture: architectureOf(variant, root),
    parameters: root.count("parameters"),
    weights: {
      file: weights.fileName("file"),
      bytes: weights.count("bytes", 2 ** 31),
      sha256: weights.hash("sha256"),
    },
    evaluation: readEvaluation(root),
  };
}

/** rsLoRA: alpha / √rank, as the downloaded adapter's configuration says too. */
function checkScaling(root: Fields): void {
  if (root.value("use_rslora") !== true) throw root.bad("use_rslora");
  const expected = root.positive("alpha") / Math.sqrt(root.count("rank"));
  if (Math.abs(root.positive("scaling") / expected - 1) > 1e-4) throw root.bad("scaling");
}

function readEvaluation(root: Fields): HypernetworkEvaluation | null {
  const value = root.value("evaluation");
  if (value === null || value === undefined) return null;
  const fields = root.inner("evaluation");
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
            score: interval.share("score"),
            low: interval.share("low"),
            high: interval.share("high"),
          },
        ];
      }),
    ),
  };
}

/** Typed access to a JSON object whose every failure names the key. */
class Fields {
  private readonly content: Record<string, unknown>;
  private readonly path: string;

  constructor(content: unknown, path: string) {
    if (typeof content !== "object" || content === null || Array.isArray(content)) {
      throw new AppError(
        "bad-file",
        `The hypernetwork's manifest is damaged at "${path || "its top"}".`,
      );
    }
    this.content = content as Record<string, unknown>;
    this.path = path;
  }

  bad(key: string): AppError {
    return new AppError(
      "bad-file",
      `The hypernetwork's manifest is damaged: "${this.path}${key}" is ` +
        `${JSON.stringify(this.value(key)) ?? "missing"}.`,
    );
  }

  keys(): string[] {
    return Object.keys(this.content);
  }

  value(key: string): unknown {
    return Object.hasOwn(this.content, key) ? this.content[key] : undefined;
  }

  inner(key: string): Fields {
    return new Fields(this.value(key), `${this.path}${key}.`);
  }

  text(key: string): string {
    const value = this.value(key);
    if (typeof value !== "string" || value === "") throw this.bad(key);
    return value;
  }

  /** A list of different texts, not empty. */
  texts(key: string): string[] {
    const value = this.value(key);
    if (!Array.isArray(value) || value.length === 0) throw this.bad(key);
    if (!value.every((item) => typeof item === "string")) throw this.bad(key);
    if (new Set(value).size !== value.length) throw this.bad(key);
    return value;
  }

  choice<T extends string>(key: string, options: readonly T[]): T {
    const found = options.find((option) => option === this.value(key));
    if (found === undefined) throw this.bad(key);
    return found;
  }

  count(key: string, maximum = Number.MAX_SAFE_INTEGER): number {
    const value = this.positive(key);
    if (!Number.isInteger(value) || value > maximum) throw this.bad(key);
    return value;
  }

  positive(key: string): number {
    const value = this.value(key);
    if (typeof value !== "number" || !(value > 0)) throw this.bad(key);
    return value;
  }

  share(key: string): number {
    const value = this.value(key);
    if (typeof value !== "number" || !(value >= 0 && value <= 1)) throw this.bad(key);
    return value;
  }

  hash(key: string): string {
    const value = this.text(key);
    if (!/^[0-9a-f]{64}$/.test(value)) throw this.bad(key);
    return value;
  }

  /** A bare file name, so that a manifest cannot point elsewhere. */
  fileName(key: string): string {
    const value = this.text(key);
    if (!/^[\w.-]+$/.test(value) || value.startsWith(".")) throw this.bad(key);
    return value;
  }
}
