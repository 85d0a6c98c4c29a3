/** Reads the manifest that training/export.py writes beside a hypernetwork's weights. */
import type { HypernetworkEvaluation } from "../shared/engine";
import { AppError } from "../shared/errors";
import { type Fields, readJson } from "../shared/json";

export const MANIFEST_FORMAT = "text-to-lora-hypernetwork";
export const MANIFEST_VERSION = 2;
export const TEXT_RULE = "trim-full-stop";

/** The mean of the encoder's token states, or attention to them that is learnt. */
export type Pooling =
  { kind: "mean" } | { kind: "attention"; heads: number; headSize: number };

/** T2L's latent (L, M and S), which reads what the encoder makes of a description. */
export interface LatentArchitecture {
  kind: "latent";
  latentSize: number;
  headInputSize: number;
  pooling: Pooling;
}

/** The gist of what the base model itself reads (G). */
export interface GistArchitecture {
  kind: "gist";
  templateTokens: number;
  /** Rows that all adapters have in common, in every target module. */
  sharedRank: number;
}

/** A gist shifts these, all of them (training/gist.py). */
const SHIFTED_MODULES = ["q_proj", "k_proj", "v_proj"];

const NOT_EMPTY = { least: 1 };
/** A bare file name, so that a manifest cannot point elsewhere. */
const FILE_NAME = /^(?!\.)[\w.-]+$/;
const SHARE = { least: 0, most: 1 };

export interface HypernetworkManifest {
  id: string;
  label: string;
  variant: "L" | "M" | "S" | "G";
  training: "sft" | "reconstruction" | "distillation";
  base: { id: string; sha256: string };
  encoder: { id: string; sha256: string; dimension: number };
  /** ChatML with "{input}" where the message goes. */
  template: string;
  targetModules: string[];
  /** Of the module with the largest. */
  rank: number;
  alpha: number;
  scaling: number;
  layers: number;
  architecture: LatentArchitecture | GistArchitecture;
  parameters: number;
  weights: { file: string; bytes: number; sha256: string };
  evaluation: HypernetworkEvaluation | null;
}

/** Throws "bad-file" naming the key at fault, "unsupported-model" for another version or rule. */
export function readManifest(text: string): HypernetworkManifest {
  return readJson(text, "The hypernetwork's manifest", parse);
}

function parse(root: Fields): HypernetworkManifest {
  root.choice("format", [MANIFEST_FORMAT]);
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
  return {
    id: root.text("id", NOT_EMPTY),
    label: root.text("label", NOT_EMPTY),
    variant: root.choice("variant", ["L", "M", "S", "G"]),
    training: root.choice("training", ["sft", "reconstruction", "distillation"]),
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
    architecture: readArchitecture(root, encoder),
    parameters: root.count("parameters"),
    weights: {
      file: weights.matching("file", FILE_NAME, "a bare file name"),
      bytes: weights.count("bytes", { most: 2 ** 31 }),
      sha256: weights.hash("sha256"),
    },
    evaluation: readEvaluation(root),
  };
}

function readArchitecture(
  root: Fields,
  encoder: Fields,
): HypernetworkManifest["architecture"] {
  if (root.text("variant") !== "G") {
    const latentSize = root.count("latent_size", { most: 65_536 });
    // Task, module and layer identities take a half and two quarters of the latent.
    if (latentSize % 4 !== 0) throw root.refused("latent_size", "divisible by 4");
    return {
      kind: "latent",
      latentSize,
      headInputSize: root.count("head_input_size", { most: 65_536 }),
      pooling: readPooling(encoder),
    };
  }
  encoder.choice("pooling", ["base"]);
  const templateTokens = root.count("template_tokens", { most: 1024 });
  const sharedRank = root.count("shared_rank", { most: 1024 });
  if (templateTokens + sharedRank !== root.count("rank")) {
    throw root.refused("rank", "template tokens and shared rank together");
  }
  const targetModules = readModules(root);
  if (!SHIFTED_MODULES.every((module) => targetModules.includes(module))) {
    throw root.refused("target_modules", `a list with ${SHIFTED_MODULES.join(", ")}`);
  }
  return { kind: "gist", templateTokens, sharedRank };
}

function readPooling(encoder: Fields): Pooling {
  const kind = encoder.choice("pooling", ["mean", "attention"]);
  if (kind === "attention") {
    const heads = encoder.count("heads", { most: 256 });
    return { kind, heads, headSize: encoder.count("head_size", { most: 1024 }) };
  }
  if (!encoder.boolean("normalize")) throw encoder.refused("normalize", "true");
  return { kind };
}

/** rsLoRA: alpha / √rank, as the downloaded adapter's configuration says too. */
function checkScaling(root: Fields): void {
  if (!root.boolean("use_rslora")) throw root.refused("use_rslora", "true");
  const expected = root.positive("alpha") / Math.sqrt(root.count("rank"));
  if (Math.abs(root.positive("scaling") / expected - 1) > 1e-4) {
    throw root.refused("scaling", `alpha / √rank, which is ${expected}`);
  }
}

function readEvaluation(root: Fields): HypernetworkEvaluation | null {
  if ((root.value("evaluation") ?? null) === null) return null;
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
            score: interval.number("score", SHARE),
            low: interval.number("low", SHARE),
            high: interval.number("high", SHARE),
          },
        ];
      }),
    ),
  };
}

/** A list of different texts, not empty. */
function readModules(root: Fields): string[] {
  const modules = root.texts("target_modules", { least: 1 });
  if (new Set(modules).size === modules.length) return modules;
  throw root.refused("target_modules", "a list of different texts");
}
