/** Reads adapter_config.json: which scaling each module has, and what cannot be had here. */
import { excerptOf, FieldError, type Fields, parseFields } from "../../shared/json";
import { bad } from "./archive";
import { readModulePattern } from "./modulePattern";

export interface PeftConfig {
  baseName: string | null;
  /** Rank and factor of BA for the module with this path, such as "model.layers.0.mlp.up_proj". */
  scalingFor(path: string): { rank: number; scaling: number };
  /** Keys of the patterns that match none of these paths. */
  vainPatterns(paths: readonly string[]): string[];
}

/** Ways that PEFT has of doing something else with the tensors, by their keys. */
const OTHER_METHODS: Readonly<Record<string, string>> = {
  use_dora: "DoRA",
  use_qalora: "QALoRA",
  alora_invocation_tokens: "activated LoRA",
  layer_replication: "layer replication",
  arrow_config: "Arrow",
};
/** Initialisations that change the base's own weights, by the beginnings of their names. */
const CHANGED_BASE = /^(?:pissa|olora|corda|loftq|lora_ga)/iu;
/** `repeats` of all patterns together: the time that matching takes grows with them. */
const MOST = { rank: 4096, patterns: 4096, key: 300, repeats: 32 };

export function readPeftConfig(text: string): PeftConfig {
  let fields: Fields;
  try {
    fields = parseFields(text);
  } catch {
    throw bad({ kind: "config-not-json" });
  }
  try {
    return readFields(fields);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    throw bad({ kind: "config-value", key: error.path, found: error.found });
  }
}

function readFields(fields: Fields): PeftConfig {
  const isGiven = (key: string) => (fields.value(key) ?? null) !== null;
  const method = fields.value("peft_type") ?? "LORA";
  if (method !== "LORA") {
    const found = typeof method === "string" ? method : excerptOf(method);
    throw bad({ kind: "method", method: found });
  }
  for (const [key, name] of Object.entries(OTHER_METHODS)) {
    if (isGiven(key) && fields.value(key) !== false)
      throw bad({ kind: "method", method: name });
  }
  const initialisation = fields.value("init_lora_weights");
  if (typeof initialisation === "string" && CHANGED_BASE.test(initialisation)) {
    throw bad({ kind: "method", method: initialisation.slice(0, 40) });
  }
  if (isGiven("trainable_token_indices")) throw bad({ kind: "embeddings" });
  if (isGiven("modules_to_save")) {
    const modules = fields.texts("modules_to_save", { most: 1000 });
    if (modules.some((module) => /embed|lm_head|wte/u.test(module))) {
      throw bad({ kind: "embeddings" });
    }
    if (modules.length > 0)
      throw bad({ kind: "whole-modules", modules: modules.join(", ") });
  }
  if ((fields.value("bias") ?? "none") !== "none") throw bad({ kind: "biases" });
  if (!isGiven("r")) {
    const key = ["rank", "lora_r", "lora_rank", "dim"].find(isGiven);
    throw bad(
      key === undefined ? { kind: "no-rank" } : { kind: "rank-as-other-key", key },
    );
  }
  if (!isGiven("lora_alpha")) throw bad({ kind: "no-alpha" });

  const rank = fields.count("r", { most: MOST.rank });
  const alpha = fields.number("lora_alpha");
  const isStabilised = isGiven("use_rslora") && fields.boolean("use_rslora");
  const ranks = patterns(fields, "rank_pattern");
  const alphas = patterns(fields, "alpha_pattern");
  const base = fields.value("base_model_name_or_path");
  return {
    // A path keeps its last part alone: the rest is of somebody's machine.
    baseName: typeof base === "string" ? base.split(/[\\/]/u).at(-1) || null : null,
    scalingFor(path) {
      const own = ranks.find(({ form }) => form.matches(path))?.value ?? rank;
      const ownAlpha = alphas.find(({ form }) => form.matches(path))?.value ?? alpha;
      return { rank: own, scaling: ownAlpha / (isStabilised ? Math.sqrt(own) : own) };
    },
    vainPatterns: (paths) =>
      [...ranks, ...alphas]
        .filter(({ form }) => !paths.some((path) => form.matches(path)))
        .map(({ key }) => key),
  };
}

interface Pattern {
  key: string;
  form: { matches(path: string): boolean };
  value: number;
}

/** Keys are the ends of modules' paths, or regular expressions for them, as PEFT takes them. */
function patterns(fields: Fields, name: string): Pattern[] {
  if ((fields.value(name) ?? null) === null) return [];
  const values = fields.inner(name);
  const keys = values.keys();
  if (keys.length > MOST.patterns) throw fields.refused(name, "fewer patterns");
  let repeats = 0;
  return keys.map((key) => {
    const value =
      name === "rank_pattern"
        ? values.count(key, { most: MOST.rank })
        : values.number(key);
    if (/^[\w.]+$/u.test(key)) return { key, form: literal(key), value };
    const form = key.length > MOST.key ? null : readModulePattern(key);
    repeats += form?.repeats ?? 0;
    if (!form || repeats > MOST.repeats) throw values.refused(key, "a simpler pattern");
    return { key, form, value };
  });
}

function literal(key: string): Pattern["form"] {
  return { matches: (path) => path === key || path.endsWith(`.${key}`) };
}
