/** The folder of a whole base model with an adapter in its weights. */
import type { MergedFormat } from "../../shared/adapter";
import type { EncodedType } from "../ggml/encoding";
import type { AdapterFile, PortableAdapter } from "./adapter";
import { completion, modelfile, shellWord } from "./ggufLora";
import { mergedGguf } from "./mergedGguf";
import { readme } from "./readme";

/** Types of the weights that the adapter changes. */
export const MERGED_TYPES: Readonly<Record<MergedFormat, EncodedType>> = {
  "merged-f16": "F16",
  "merged-q8_0": "Q8_0",
};

/** The model, a Modelfile for Ollama, and a README; `source` is the base model's file. */
export function mergedFiles(
  adapter: PortableAdapter,
  source: Uint8Array,
  format: MergedFormat,
): AdapterFile[] {
  const type = MERGED_TYPES[format];
  const [stem] = adapter.base.files[0].path.split(/\.[^.]*\.gguf$|\.gguf$/iu);
  const name = `${stem}-${adapter.checksum.slice(0, 8)}-${type}.gguf`;
  return [
    { name, content: mergedGguf(source, adapter, type) },
    { name: "Modelfile", content: modelfile(adapter, name, null) },
    { name: "README.md", content: readme(adapter, usage(adapter, name, type)) },
  ];
}

/** Figures of `npm run test:interop` with SmolLM2-135M. */
const AGREEMENT: Record<"F16" | "Q8_0", string> = {
  F16: "all 20 prompts of a test are answered with the page's very tokens",
  Q8_0:
    "18 of a test's 20 prompts are answered with the page's very tokens, since llama.cpp rounds " +
    "activations too where weights are coded; 20 of 20 are with F16, and 19 of 20 with the " +
    "adapter beside the base model's own file, which is smaller",
};

function usage(adapter: PortableAdapter, name: string, type: EncodedType): string {
  const { base } = adapter;
  const agreement =
    type === "F32" ? "" : ` In llama.cpp ${AGREEMENT[type]} (SmolLM2-135M).`;
  return `The whole base model ${base.files[0].path} with the adapter added to its weights. The
weights that the adapter changes are ${type}, the others as that file has them.${agreement}

llama.cpp (older releases call the program llama-cli):

${completion(adapter, `-m ${shellWord(name)}`)}

Ollama, in this folder:

\`\`\`sh
ollama create adapted -f Modelfile
ollama run adapted 'Your message'
\`\`\`
`;
}
