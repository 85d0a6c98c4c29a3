/** A small adapter on its way out, with modules of unequal ranks. */
import type { PortableAdapter } from "../../../src/formats/lora/adapter";
import { CHATML } from "../../../src/shared/chatTemplates";

export const ADAPTER: PortableAdapter = {
  description: "Sort the numbers\nin the list",
  checksum: "ab".repeat(32),
  base: {
    hubId: "owner/base",
    chatTemplate: CHATML,
    quantization: "Q4_1",
    files: [{ path: "base.Q4_1.gguf", bytes: 1, sha256: "cd".repeat(32) }],
  },
  shape: { architecture: "llama", heads: 1, kvHeads: 1, hasInterleavedRows: true },
  hypernetwork: "T2L-L · SFT",
  importedFrom: null,
  template: "<|im_start|>user\n{input}<|im_end|>\n<|im_start|>assistant\n",
  rank: 2,
  lowerRanks: [{ module: "down_proj", rank: 1 }],
  alpha: 8,
  strength: 0.5,
  targetModules: ["q_proj", "down_proj"],
  modules: [
    {
      module: "q_proj",
      layer: 0,
      rank: 2,
      in: 3,
      out: 4,
      A: Float32Array.of(1, 2, 3, 4, 5, 6),
      B: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
    },
    {
      module: "down_proj",
      layer: 11,
      rank: 1,
      in: 2,
      out: 2,
      A: Float32Array.of(1, 2),
      B: Float32Array.of(3, 4),
    },
  ],
};
