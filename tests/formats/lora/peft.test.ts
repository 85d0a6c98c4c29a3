import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { peftFiles } from "../../../src/formats/lora/peft";
import { floatTensor, readSafetensors } from "../../../src/formats/safetensors";
import { ADAPTER } from "./portableAdapter";

function contents() {
  return new Map(peftFiles(ADAPTER).map(({ name, content }) => [name, content]));
}

describe("a PEFT folder", () => {
  it("has the three files", () => {
    expect([...contents().keys()]).toEqual([
      "adapter_config.json",
      "adapter_model.safetensors",
      "README.md",
    ]);
  });

  it("configures plain LoRA, which every reader knows", () => {
    expect(JSON.parse(contents().get("adapter_config.json") as string)).toEqual({
      peft_type: "LORA",
      task_type: "CAUSAL_LM",
      base_model_name_or_path: "owner/base",
      r: 2,
      // Over the rank it is 8 / √2, the scaling by rsLoRA.
      lora_alpha: expect.closeTo(8 * Math.SQRT2, 12),
      rank_pattern: { down_proj: 1 },
      target_modules: ["q_proj", "down_proj"],
      lora_dropout: 0,
      bias: "none",
      fan_in_fan_out: false,
      use_rslora: false,
      use_dora: false,
      inference_mode: true,
    });
  });

  it("names and shapes the tensors as PEFT looks them up", () => {
    const bytes = contents().get("adapter_model.safetensors") as Uint8Array;
    const tensors = readSafetensors(bytes);
    const layer = "base_model.model.model.layers.";
    expect([...tensors].map(([name, { shape }]) => [name, shape])).toEqual([
      [`${layer}0.self_attn.q_proj.lora_A.weight`, [2, 3]],
      [`${layer}0.self_attn.q_proj.lora_B.weight`, [4, 2]],
      [`${layer}11.mlp.down_proj.lora_A.weight`, [1, 2]],
      [`${layer}11.mlp.down_proj.lora_B.weight`, [2, 1]],
    ]);
    const name = `${layer}0.self_attn.q_proj.lora_A.weight`;
    expect([...floatTensor(tensors, name, [2, 3])]).toEqual([1, 2, 3, 4, 5, 6]);
    // Alpha over its rank of 1 is twice what it should be multiplied by.
    const lower = `${layer}11.mlp.down_proj.lora_B.weight`;
    const { B } = ADAPTER.modules[1]!;
    expect([...floatTensor(tensors, lower, [2, 1])]).toEqual([...B].map((v) => v / 2));
  });

  it("says which weights it is for, where the file's are others than the hub's", () => {
    const fileHubId = "owner/base-GGUF";
    const scaled = { ...ADAPTER, base: { ...ADAPTER.base, fileHubId } };
    const [config, , readme] = peftFiles(scaled).map(({ content }) => content as string);
    expect(JSON.parse(config!)).toMatchObject({ base_model_name_or_path: fileHubId });
    expect(readme).toContain(
      'from_pretrained("owner/base-GGUF", gguf_file="base.Q4_1.gguf")',
    );
    expect(readme).toContain("pip install torch transformers peft gguf");
    expect(readme).toContain(`for the weights of ${fileHubId}`);
    expect(readme).toContain(ADAPTER.base.files[0].sha256);
    expect(readme).not.toContain("Full-precision weights");
  });

  it("names the versions that it is tried with", () => {
    const newest = readFileSync("training/requirements.txt", "utf8");
    const older = readFileSync("scripts/interop.mjs", "utf8");
    const versions = [newest, older].map((text) =>
      ["peft", "transformers"].map((name) => {
        const [, version] = new RegExp(`\\b${name}==([\\d.]+)`, "u").exec(text)!;
        return `${name} ${version}`;
      }),
    );
    const [now, then] = versions.map((both) => both.join(" with "));
    expect(contents().get("README.md")).toContain(`Tried with ${now}, and ${then}.`);
    const own = { ...ADAPTER, base: { ...ADAPTER.base, hubId: null } };
    expect(peftFiles(own).at(-1)!.content).not.toContain("Tried with");
  });

  it("explains itself: description, checksum, prompt and how to load it", () => {
    const readme = contents().get("README.md") as string;
    expect(readme).toContain("> Sort the numbers\n> in the list");
    expect(readme).toContain("Rank 2 (down_proj 1), lora_alpha 11.3");
    expect(readme).toContain(ADAPTER.checksum);
    expect(readme).toContain('PeftModel.from_pretrained(base, ".")');
    expect(readme).toContain(
      "<|im_start|>user\\nYour message<|im_end|>\\n<|im_start|>assistant\\n",
    );
    expect(readme).toContain("Q4_1");
  });
});
