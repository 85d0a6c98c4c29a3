import { execFileSync } from "node:child_process";
import { promptTemplate } from "../../../src/engine/base/chatTemplate";
import { peftFiles } from "../../../src/formats/lora/peft";
import { LLAMA_3 } from "../../../src/shared/chatTemplates";
import { describe, expect, it } from "vitest";
import { halfSplitRows } from "../../../src/engine/device/linear";
import { readGguf } from "../../../src/formats/gguf";
import type { PortableAdapter } from "../../../src/formats/lora/adapter";
import {
  ggufFiles,
  ggufLora,
  interleaveRows,
  shellWord,
} from "../../../src/formats/lora/ggufLora";
import { ADAPTER } from "./portableAdapter";

function written(adapter: PortableAdapter) {
  const { metadata, tensors } = readGguf(ggufLora(adapter));
  const values = (name: string) => {
    const { bytes } = tensors.get(name)!;
    return [...new Float32Array(bytes.slice().buffer)];
  };
  return { metadata, tensors, values };
}

/** Two heads of four rows, rank 1. */
const OF_QUERY = {
  module: "q_proj",
  layer: 0,
  rank: 1,
  in: 1,
  out: 8,
  A: Float32Array.of(1),
  B: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
};
const QUERY: PortableAdapter = {
  ...ADAPTER,
  shape: { architecture: "llama", heads: 2, kvHeads: 1, hasInterleavedRows: true },
  rank: 1,
  lowerRanks: [],
  modules: [OF_QUERY, { ...OF_QUERY, module: "k_proj" }],
};

describe("a GGUF LoRA", () => {
  it("says what it is as llama.cpp asks for it", () => {
    const { metadata } = written(ADAPTER);
    expect(metadata.get("general.type")).toBe("adapter");
    expect(metadata.get("general.architecture")).toBe("llama");
    expect(metadata.get("adapter.type")).toBe("lora");
    // Alpha over the rank is the scaling of rsLoRA: 8 / √2.
    expect(metadata.get("adapter.lora.alpha")).toBeCloseTo((8 / Math.SQRT2) * 2, 5);
  });

  it("names and shapes the tensors by the base model's own", () => {
    const { tensors } = written(ADAPTER);
    expect([...tensors].map(([name, { shape }]) => [name, shape])).toEqual([
      ["blk.0.attn_q.weight.lora_a", [2, 3]],
      ["blk.0.attn_q.weight.lora_b", [4, 2]],
      ["blk.11.ffn_down.weight.lora_a", [1, 2]],
      ["blk.11.ffn_down.weight.lora_b", [2, 1]],
    ]);
  });

  it("has BA times alpha over each module's own rank equal to the page's", () => {
    const { metadata, values } = written(ADAPTER);
    const alpha = metadata.get("adapter.lora.alpha") as number;
    const scaling = 8 / Math.SQRT2;
    const [b0, b1] = values("blk.11.ffn_down.weight.lora_b");
    expect((alpha / 1) * b0!).toBeCloseTo(scaling * 3, 4);
    expect((alpha / 1) * b1!).toBeCloseTo(scaling * 4, 4);
    expect(values("blk.11.ffn_down.weight.lora_a")).toEqual([1, 2]);
  });

  it("has the rows of q and k as the base's file has them, by their own numbers of heads", () => {
    const { values } = written(QUERY);
    expect(values("blk.0.attn_q.weight.lora_b")).toEqual([0, 2, 1, 3, 4, 6, 5, 7]);
    expect(values("blk.0.attn_k.weight.lora_b")).toEqual([0, 4, 1, 5, 2, 6, 3, 7]);
    const B = Float32Array.from({ length: 48 }, (_, index) => index);
    expect(halfSplitRows(interleaveRows(B, 3, 2), 3, 2)).toEqual(B);
  });

  it("leaves the rows where the architecture does", () => {
    const shape = { ...QUERY.shape, architecture: "qwen2", hasInterleavedRows: false };
    const { values } = written({ ...QUERY, shape });
    expect(values("blk.0.attn_q.weight.lora_b")).toEqual([...OF_QUERY.B]);
  });

  it("changes nothing at strength 0, although llama.cpp takes alpha 0 for 1", () => {
    const { metadata, values } = written({ ...QUERY, alpha: 0, strength: 0 });
    expect(metadata.get("adapter.lora.alpha")).not.toBe(0);
    expect(values("blk.0.attn_q.weight.lora_b")).toEqual(Array(8).fill(0));
  });

  it("leaves the token that begins a text to llama.cpp, and PEFT has it written out", () => {
    const template = promptTemplate(LLAMA_3);
    const base = { ...ADAPTER.base, chatTemplate: LLAMA_3 };
    const readmes = [ggufFiles, peftFiles].map((filesOf) => {
      const files = filesOf({ ...ADAPTER, base, template });
      return files.find(({ name }) => name === "README.md")!.content;
    });
    expect(readmes[0]).toContain(
      "-p '<|start_header_id|>user<|end_header_id|>\\n\\nYour",
    );
    expect(readmes[1]).toContain('prompt = "<|begin_of_text|><|start_header_id|>user');
  });

  it("names a file in its commands as a shell reads it back", () => {
    expect(shellWord("base.Q4_1.gguf")).toBe("base.Q4_1.gguf");
    for (const name of ["My model (1).gguf", "$(rm -r x);'`\\ .gguf", "-"]) {
      const printed = execFileSync("sh", ["-c", `printf %s ${shellWord(name)}`]);
      expect(printed.toString()).toBe(name);
    }
  });

  it("comes with a Modelfile and the commands of both programs", () => {
    const files = new Map(ggufFiles(ADAPTER).map(({ name, content }) => [name, content]));
    expect([...files.keys()]).toEqual(["adapter.gguf", "Modelfile", "README.md"]);
    const modelfile = files.get("Modelfile") as string;
    expect(modelfile).toContain("FROM ./base.Q4_1.gguf\nADAPTER ./adapter.gguf\n");
    expect(modelfile).toContain(
      'TEMPLATE """{{ range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n' +
        '{{ end }}<|im_start|>assistant\n"""',
    );
    expect(modelfile).toContain('PARAMETER stop "<|im_end|>"');
    const readme = files.get("README.md") as string;
    expect(readme).toContain("llama-completion -m base.Q4_1.gguf --lora adapter.gguf");
    expect(readme).toContain("-p '<|im_start|>user\\nYour message<|im_end|>\\n");
    expect(readme).toContain("ollama create adapted -f Modelfile");
  });
});
