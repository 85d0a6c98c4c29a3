/** Description, or two of them, -> adapter: reading and writing one after the other. */
import type { Blend } from "../../shared/adapter";
import { throwIfAborted } from "../../shared/errors";
import { addAdapters, checkPosition } from "./blending";
import { inMemory, type GeneratedAdapter } from "../adapter/rows";
import type { Hypernetwork } from "./kind";

export interface Generation {
  generated: GeneratedAdapter;
  timings: { encodeMs: number; generateMs: number };
}

/** Rejects with "aborted" between two steps. */
export async function generateFrom<Reading>(
  hypernetwork: Pick<Hypernetwork<Reading>, "read" | "mix" | "generate">,
  description: string,
  blend: Blend | null = null,
  signal?: AbortSignal,
): Promise<Generation> {
  const started = performance.now();
  const first = await hypernetwork.read(description);
  if (!blend) {
    const encodeMs = performance.now() - started;
    return finish(encodeMs, () => hypernetwork.generate(first));
  }
  checkPosition(blend.position);
  const second = await hypernetwork.read(blend.description);
  const encodeMs = performance.now() - started;
  return finish(encodeMs, async () => {
    if (blend.space === "descriptions") {
      return hypernetwork.generate(hypernetwork.mix(first, second, blend.position));
    }
    const left = await hypernetwork.generate(first);
    try {
      throwIfAborted(signal);
      const right = await hypernetwork.generate(second);
      right.dispose();
      return inMemory(addAdapters(left.packed, right.packed, blend.position));
    } finally {
      left.dispose();
    }
  });

  async function finish(
    encodeMs: number,
    generate: () => Promise<GeneratedAdapter>,
  ): Promise<Generation> {
    throwIfAborted(signal);
    const from = performance.now();
    const generated = await generate();
    return { generated, timings: { encodeMs, generateMs: performance.now() - from } };
  }
}
