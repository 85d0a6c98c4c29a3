/** An adapter as a PEFT folder: configuration, safetensors, and a README that works. */
import { writeSafetensors, type NamedFloats } from "../safetensors";
import { type AdapterFile, plainAlpha, type PortableAdapter } from "./adapter";
import { promptOf, readme } from "./readme";

/** The three files of the folder. Keys and layout: PEFT `save_pretrained`, LoRA. */
export function peftFiles(adapter: PortableAdapter): AdapterFile[] {
  return [
    { name: "adapter_config.json", content: configuration(adapter) },
    { name: "adapter_model.safetensors", content: writeSafetensors(tensors(adapter)) },
    { name: "README.md", content: readme(adapter, usage(adapter)) },
  ];
}

function configuration(adapter: PortableAdapter): string {
  const { base, rank, lowerRanks, targetModules } = adapter;
  const config = {
    peft_type: "LORA",
    task_type: "CAUSAL_LM",
    base_model_name_or_path: base.fileHubId ?? base.hubId,
    r: rank,
    // Without rsLoRA and patterns of alpha, which llama.cpp's converter leaves out.
    lora_alpha: plainAlpha(adapter),
    rank_pattern: Object.fromEntries(
      lowerRanks.map(({ module, rank: own }) => [module, own]),
    ),
    target_modules: targetModules,
    lora_dropout: 0,
    bias: "none",
    fan_in_fan_out: false,
    use_rslora: false,
    use_dora: false,
    inference_mode: true,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** B holds what makes alpha over its own rank the factor of every module. */
function tensors({ rank: largest, modules }: PortableAdapter): NamedFloats[] {
  return modules.flatMap(({ module, layer, rank, in: size, out, A, B }) => {
    const block = ["gate_proj", "up_proj", "down_proj"].includes(module)
      ? "mlp"
      : "self_attn";
    const name = `base_model.model.model.layers.${layer}.${block}.${module}`;
    return [
      { name: `${name}.lora_A.weight`, shape: [rank, size], values: A },
      {
        name: `${name}.lora_B.weight`,
        shape: [out, rank],
        values: rank === largest ? B : B.map((value) => (value * rank) / largest),
      },
    ];
  });
}

/** How transformers loads the weights that the adapter is for, by name on the hub or the file beside. */
function loading({ fileHubId, hubId, files: [file] }: PortableAdapter["base"]): {
  packages: string;
  weights: string;
  tokenizer: string;
} {
  const packages = "torch transformers peft";
  const from = (place: string) =>
    `${JSON.stringify(place)}, gguf_file=${JSON.stringify(file.path)}`;
  if (hubId === null) {
    return { packages: `${packages} gguf`, weights: from("."), tokenizer: from(".") };
  }
  const tokenizer = JSON.stringify(hubId);
  if (fileHubId === undefined) return { packages, weights: tokenizer, tokenizer };
  return { packages: `${packages} gguf`, weights: from(fileHubId), tokenizer };
}

/** Versions that `npm run test:interop` loads such an adapter with, a file of one's own apart. */
function triedWords({ hubId, fileHubId }: PortableAdapter["base"]): string {
  if (hubId === null) return "";
  const newest = "peft 0.21.2 with transformers 5.24.0";
  const older =
    fileHubId === undefined ? ", and peft 0.13.2 with transformers 4.46.3" : "";
  return `Tried with ${newest}${older}.\n\n`;
}

function usage(adapter: PortableAdapter): string {
  const { base } = adapter;
  const { packages, weights, tokenizer } = loading(base);
  return `\`\`\`python
# pip install ${packages}
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

base = AutoModelForCausalLM.from_pretrained(${weights})
tokenizer = AutoTokenizer.from_pretrained(${tokenizer})
model = PeftModel.from_pretrained(base, ".").eval()

# ${base.chatTemplate.name} as the adapter was trained with it.
prompt = ${JSON.stringify(promptOf(adapter, "Your message"))}
inputs = tokenizer(prompt, return_tensors="pt", add_special_tokens=False)
output = model.generate(**inputs, max_new_tokens=64, do_sample=False)
print(tokenizer.decode(output[0, inputs["input_ids"].shape[1]:], skip_special_tokens=True))
\`\`\`

${triedWords(base)}For llama.cpp and Ollama the page has a download of its own, with a Modelfile. From this folder
llama.cpp's converter makes the same:

\`\`\`sh
python llama.cpp/convert_lora_to_gguf.py --outfile adapter.gguf .
llama-completion -m BASE.gguf --lora adapter.gguf -no-cnv --temp 0 -n 64 -p '…'
\`\`\`
`;
}
