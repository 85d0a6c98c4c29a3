/** A valid manifest as training/hypernetworks/manifest.py writes it, to be varied by tests. */

const HASH = "0123456789abcdef".repeat(4);

export function manifestContent(changes: Record<string, unknown> = {}) {
  return {
    format: "text-to-lora-hypernetwork",
    version: 2,
    id: "toy-t2l-l-sft",
    label: "T2L-L · SFT",
    variant: "L",
    training: "sft",
    base: { id: "toy-base", sha256: HASH },
    encoder: {
      id: "toy-encoder",
      sha256: HASH,
      dimension: 12,
      pooling: "mean",
      normalize: true,
    },
    text_rule: "trim-full-stop",
    template: "<|im_start|>user\n{input}<|im_end|>\n<|im_start|>assistant\n",
    target_modules: ["q_proj", "v_proj"],
    rank: 4,
    alpha: 8,
    use_rslora: true,
    scaling: 4,
    layers: 3,
    latent_size: 16,
    head_input_size: 24,
    parameters: 20_000,
    weights: { file: "hypernetwork.safetensors", bytes: 80_000, sha256: HASH },
    training_summary: { steps: 1 },
    evaluation: null,
    library: null,
    created: "2026-11-24",
    ...changes,
  };
}
