/**
 * The forward pass of llama, qwen2 and qwen3 written plainly in double precision, one token after
 * another; llama with llama.cpp's row order and its interleaved rotary embedding.
 */
import {
  PROJECTION_GROUPS,
  type PackedAdapter,
} from "../../../src/engine/adapter/layout";
import { PROJECTION_TENSORS } from "../../../src/engine/base/llamaTensors";
import { readGguf } from "../../../src/formats/gguf";
import { dequantise } from "../../../src/formats/quantization";

type TargetModule = keyof typeof PROJECTION_TENSORS;

export interface ReferenceAdapter {
  packed: PackedAdapter;
  scale: number;
}

/** Logits after the last of `tokens`. */
export function referenceLogits(
  file: Uint8Array,
  tokens: readonly number[],
  adapter?: ReferenceAdapter,
): number[] {
  return forward(file, tokens, adapter).logits;
}

/** q, k and v before their heads are normalised or rotated, in half-split order: layer -> token -> values. */
export function referenceProjections(
  file: Uint8Array,
  tokens: readonly number[],
  adapter?: ReferenceAdapter,
): number[][][] {
  return forward(file, tokens, adapter).projections;
}

function forward(
  file: Uint8Array,
  tokens: readonly number[],
  adapter: ReferenceAdapter | undefined,
): { logits: number[]; projections: number[][][] } {
  const gguf = readGguf(file);
  const architecture = gguf.metadata.get("general.architecture") as string;
  const isInterleaved = architecture === "llama";
  const number = (key: string) => gguf.metadata.get(`${architecture}.${key}`) as number;
  const size = number("embedding_length");
  const heads = number("attention.head_count");
  const kvHeads = number("attention.head_count_kv");
  const headSize = number("attention.key_length") ?? size / heads;
  const weights = new Map(
    [...gguf.tensors].map(([name, tensor]) => [name, dequantise(tensor)]),
  );
  const caches = Array.from({ length: number("block_count") }, () => ({
    keys: [] as number[][],
    values: [] as number[][],
  }));
  const projections: number[][][] = caches.map(() => []);

  let hidden: number[] = [];
  tokens.forEach((token, position) => {
    hidden = row("token_embd.weight", token);
    caches.forEach((cache, layer) => {
      const block = `blk.${layer}.`;
      const normed = rmsNorm(hidden, `${block}attn_norm.weight`);
      const query = project(layer, "q_proj", normed);
      const key = project(layer, "k_proj", normed);
      const value = project(layer, "v_proj", normed);
      projections[layer]!.push([...halfSplit(query), ...halfSplit(key), ...value]);
      const q = rotate(normHeads(query, `${block}attn_q_norm.weight`), heads, position);
      const k = normHeads(key, `${block}attn_k_norm.weight`);
      cache.keys.push(rotate(k, kvHeads, position));
      cache.values.push(value);
      hidden = add(hidden, project(layer, "o_proj", attend(q, cache)));
      const inner = rmsNorm(hidden, `${block}ffn_norm.weight`);
      const up = project(layer, "up_proj", inner);
      const gated = project(layer, "gate_proj", inner).map(
        (gate, index) => (gate / (1 + Math.exp(-gate))) * up[index]!,
      );
      hidden = add(hidden, project(layer, "down_proj", gated));
    });
  });
  const head = weights.has("output.weight") ? "output.weight" : "token_embd.weight";
  const logits = multiply(head, rmsNorm(hidden, "output_norm.weight"));
  return { logits, projections };

  /**
   * Values in llama.cpp's row order of q and k -> in the order rotary embedding has in the
   * graph.
   */
  function halfSplit(x: readonly number[]): readonly number[] {
    if (!isInterleaved) return x;
    return x.map((_, output) => {
      const within = output % headSize;
      const half = headSize / 2;
      return x[output - within + 2 * (within % half) + Math.floor(within / half)]!;
    });
  }

  function row(name: string, index: number): number[] {
    return [...weights.get(name)!.subarray(index * size, (index + 1) * size)];
  }

  function multiply(name: string, x: readonly number[]): number[] {
    const matrix = weights.get(name)!;
    return Array.from({ length: matrix.length / x.length }, (_, output) =>
      x.reduce((sum, value, at) => sum + value * matrix[output * x.length + at]!, 0),
    );
  }

  function project(layer: number, module: TargetModule, x: readonly number[]): number[] {
    const name = `blk.${layer}.${PROJECTION_TENSORS[module]}`;
    const bias = weights.get(name.replace("weight", "bias"));
    const product = multiply(name, x);
    const y = bias ? add(product, [...bias]) : product;
    const delta = adapter && loraDelta(adapter, layer, module, x);
    return delta ? add(y, delta) : y;
  }

  /** scale · (x A) B for one module, with q and k in llama.cpp's row order; null without LoRA. */
  function loraDelta(
    { packed, scale }: ReferenceAdapter,
    layer: number,
    module: TargetModule,
    x: readonly number[],
  ): number[] | null {
    const index = packed.layout.groups.findIndex(({ group }) =>
      (PROJECTION_GROUPS[group] as readonly string[]).includes(module),
    );
    const group = packed.layout.groups[index];
    const place = group?.modules.find((candidate) => candidate.module === module);
    if (!group || !place) return null;
    const { rank: ofModule, A, B } = packed.groups[index]!;
    const R = group.slots * ofModule;
    const inner = Array.from({ length: R }, (_, rank) =>
      x.reduce(
        (sum, value, at) => sum + value * A[(layer * x.length + at) * R + rank]!,
        0,
      ),
    );
    const delta = Array.from({ length: place.out }, (_, output) =>
      inner.reduce(
        (sum, value, rank) =>
          sum +
          scale * value * B[(layer * R + rank) * group.out + place.offset + output]!,
        0,
      ),
    );
    if (!isInterleaved || (module !== "q_proj" && module !== "k_proj")) return delta;
    return delta.map((_, output) => {
      const within = output % headSize;
      const halfSplit = (within % 2) * (headSize / 2) + Math.floor(within / 2);
      return delta[output - within + halfSplit]!;
    });
  }

  function rmsNorm(x: readonly number[], name: string): number[] {
    const squares = x.reduce((sum, value) => sum + value * value, 0);
    const epsilon = number("attention.layer_norm_rms_epsilon");
    const factor = 1 / Math.sqrt(squares / x.length + epsilon);
    return x.map((value, at) => value * factor * weights.get(name)![at]!);
  }

  /** Every head normalised where there are weights for it. */
  function normHeads(x: readonly number[], name: string): readonly number[] {
    if (!weights.has(name)) return x;
    return Array.from({ length: x.length / headSize }, (_, head) =>
      rmsNorm(x.slice(head * headSize, (head + 1) * headSize), name),
    ).flat();
  }

  function rotate(x: readonly number[], headCount: number, position: number): number[] {
    const result = [...x];
    for (let head = 0; head < headCount; head++) {
      for (let pair = 0; pair < headSize / 2; pair++) {
        const factor = weights.get("rope_freqs.weight")?.[pair] ?? 1;
        const frequency = number("rope.freq_base") ** ((-2 * pair) / headSize) / factor;
        const angle = position * frequency;
        const at = head * headSize + (isInterleaved ? 2 * pair : pair);
        const other = at + (isInterleaved ? 1 : headSize / 2);
        const [first, second] = [x[at]!, x[other]!];
        result[at] = first * Math.cos(angle) - second * Math.sin(angle);
        result[other] = first * Math.sin(angle) + second * Math.cos(angle);
      }
    }
    return result;
  }

  function attend(
    q: readonly number[],
    { keys, values }: { keys: number[][]; values: number[][] },
  ): number[] {
    return q.map((_, output) => {
      const head = Math.floor(output / headSize);
      const from = Math.floor(head / (heads / kvHeads)) * headSize;
      const scores = keys.map((key) => {
        let score = 0;
        for (let at = 0; at < headSize; at++) {
          score += q[head * headSize + at]! * key[from + at]!;
        }
        return score / Math.sqrt(headSize);
      });
      const shares = scores.map((score) => Math.exp(score - Math.max(...scores)));
      const total = shares.reduce((sum, share) => sum + share, 0);
      const column = from + (output % headSize);
      return (
        shares.reduce((sum, share, at) => sum + share * values[at]![column]!, 0) / total
      );
    });
  }
}

function add(x: readonly number[], y: readonly number[]): number[] {
  return x.map((value, index) => value + y[index]!);
}
