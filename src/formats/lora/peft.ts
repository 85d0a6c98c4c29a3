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
    base_model_name_or_path: base.hubId,
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

/** What transformers loads the base model by: its name on the hub, or else the file beside this one. */
function baseArguments({ base }: PortableAdapter): string {
  if (base.hubId !== null) return JSON.stringify(base.hubId);
  return `".", gguf_file=${JSON.stringify(base.files[0].path)}`;
}

function usage(adapter: PortableAdapter): string {
  const { base } = adapter;
  return `\`\`\`python
# pip install torch transformers peft
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

base = AutoModelForCausalLM.from_pretrained(${baseArguments(adapter)})
tokenizer = AutoTokenizer.from_pretrained(${baseArguments(adapter)})
model = PeftModel.from_pretrained(base, ".").eval()

# ${base.chatTemplate.name} as the adapter was trained with it.
prompt = ${JSON.stringify(promptOf(adapter, "Your message"))}
inputs = tokenizer(prompt, return_tensors="pt", add_special_tokens=False)
output = model.generate(**inputs, max_new_tokens=64, do_sample=False)
print(tokenizer.decode(output[0, inputs["input_ids"].shape[1]:], skip_special_tokens=True))
\`\`\`

For llama.cpp and Ollama the page has a download of its own, with a Modelfile. From this folder
llama.cpp's converter makes the same:

\`\`\`sh
python llama.cpp/convert_lora_to_gguf.py --outfile adapter.gguf .
llama-completion -m BASE.gguf --lora adapter.gguf -no-cnv --temp 0 -n 64 -p '…'
\`\`\`
`;
}
