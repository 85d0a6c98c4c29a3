/**
 * An adapter as a GGUF file for llama.cpp and Ollama. Keys and layout: llama.cpp's
 * convert_lora_to_gguf.py, and src/llama-adapter.cpp, which reads them.
 */
import { GGML_TYPES } from "../ggml/types";
import { type GgufField, writeGguf, type WrittenTensor } from "../ggufWriter";
import {
  type AdapterFile,
  type AdapterModule,
  plainAlpha,
  type PortableAdapter,
} from "./adapter";
import { ollamaTemplate, promptOf, readme } from "./readme";

/** Names of the modules' weights within `blk.N.`. */
export const GGUF_MODULES: Readonly<Record<string, string>> = {
  q_proj: "attn_q",
  k_proj: "attn_k",
  v_proj: "attn_v",
  o_proj: "attn_output",
  gate_proj: "ffn_gate",
  up_proj: "ffn_up",
  down_proj: "ffn_down",
};

const FILE = "adapter.gguf";

/** The adapter, a Modelfile for Ollama, and a README with the commands of both programs. */
export function ggufFiles(adapter: PortableAdapter): AdapterFile[] {
  return [
    { name: FILE, content: ggufLora(adapter) },
    { name: "Modelfile", content: modelfile(adapter, adapter.base.files[0].path, FILE) },
    { name: "README.md", content: readme(adapter, usage(adapter)) },
  ];
}

/**
 * The float32 tensors under one alpha. llama.cpp multiplies BA by alpha / rank, with each
 * module's own rank, and by 1 where alpha is 0.
 */
export function ggufLora(adapter: PortableAdapter): Uint8Array<ArrayBuffer> {
  const { base, shape, rank, modules } = adapter;
  const alpha = plainAlpha(adapter);
  const metadata: Record<string, GgufField> = {
    "general.architecture": { type: "string", value: shape.architecture },
    "general.type": { type: "string", value: "adapter" },
    "general.name": { type: "string", value: `LoRA ${adapter.checksum.slice(0, 8)}` },
    "general.description": { type: "string", value: adapter.description },
    "general.base_model.count": { type: "uint32", value: 1 },
    "general.base_model.0.name": {
      type: "string",
      value: (base.hubId ?? base.files[0].path).split("/").at(-1)!,
    },
    ...(base.hubId !== null && {
      "general.base_model.0.repo_url": {
        type: "string",
        value: `https://huggingface.co/${base.hubId}`,
      },
    }),
    "adapter.type": { type: "string", value: "lora" },
    "adapter.lora.alpha": { type: "float32", value: alpha || rank },
  };
  return writeGguf({
    metadata,
    tensors: modules.flatMap((module) => {
      const name = `blk.${module.layer}.${GGUF_MODULES[module.module]!}.weight`;
      const { rank: own, in: size, out, A } = module;
      const factor = alpha === 0 ? 0 : own / rank;
      const B = rowsAsInFile(module, adapter);
      return [
        floats(`${name}.lora_a`, [own, size], A),
        floats(`${name}.lora_b`, [out, own], factor === 1 ? B : B.map((v) => factor * v)),
      ];
    }),
  });
}

/** B with the rows of q and k in the order that the base model's file has them in. */
export function rowsAsInFile(
  { module, rank, B }: AdapterModule,
  { shape }: PortableAdapter,
): Float32Array {
  if (!shape.hasInterleavedRows) return B;
  if (module === "q_proj") return interleaveRows(B, rank, shape.heads);
  if (module === "k_proj") return interleaveRows(B, rank, shape.kvHeads);
  return B;
}

/**
 * Rows in llama.cpp's order (convert_hf_to_gguf `permute`): row s·half + j of a head becomes
 * its row 2j + s.
 */
export function interleaveRows(
  values: Float32Array,
  rowLength: number,
  heads: number,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  const headRows = values.length / rowLength / heads;
  const half = headRows / 2;
  for (let row = 0; row < headRows * heads; row++) {
    const within = row % headRows;
    const target = row - within + 2 * (within % half) + Math.floor(within / half);
    const from = row * rowLength;
    result.set(values.subarray(from, from + rowLength), target * rowLength);
  }
  return result;
}

function floats(
  name: string,
  shape: readonly number[],
  values: Float32Array,
): WrittenTensor {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { name, shape, typeNumber: GGML_TYPES.F32.number, bytes };
}

/**
 * https://docs.ollama.com/modelfile; the model's file has to lie beside it, and the adapter's unless
 * there is none.
 */
export function modelfile(
  { base: { chatTemplate } }: PortableAdapter,
  model: string,
  lora: string | null,
): string {
  return `# ${model} has to lie in this folder, see README.md.
FROM ./${model}
${lora === null ? "" : `ADAPTER ./${lora}\n`}TEMPLATE """${ollamaTemplate(chatTemplate)}"""
PARAMETER stop "${chatTemplate.endOfTurn}"
PARAMETER temperature 0
`;
}

/** The command of llama.cpp that answers one message, in a block of its own. */
export function completion(adapter: PortableAdapter, model: string): string {
  // llama.cpp puts the token that begins a text before it by itself.
  const whole = promptOf(adapter, "Your message").slice(
    adapter.base.chatTemplate.start.length,
  );
  const prompt = whole.replaceAll("\n", "\\n");
  return `\`\`\`sh
llama-completion ${model} -no-cnv --temp 0 -n 64 -e \\
  -p ${shellWord(prompt)}
\`\`\``;
}

/** A word as a shell reads it back, whatever it holds. */
export function shellWord(word: string): string {
  return /^[\w.+-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function usage(adapter: PortableAdapter): string {
  const { hubId, chatTemplate, files } = adapter.base;
  const needs =
    hubId === null
      ? "Needs the base model's own GGUF file."
      : `Needs the base model ${hubId} as a GGUF file.`;
  return `${needs} The page runs this one, and the same
answers need the same file:

    ${files[0].path}
    SHA-256 ${files[0].sha256}

llama.cpp (older releases call the program llama-cli):

${completion(adapter, `-m ${shellWord(files[0].path)} --lora ${FILE}`)}

${chatTemplate.name} stands in the command as the adapter was trained with it: the template in
the base model's own file may add a system message. \`llama-server --lora ${FILE}\` takes the
adapter too; send it the whole prompt, to /completion.

Ollama, with the file of the base model in this folder:

\`\`\`sh
ollama create adapted -f Modelfile
ollama run adapted 'Your message'
\`\`\`

The file holds float32 and one alpha, which llama.cpp divides by the rank.
`;
}
