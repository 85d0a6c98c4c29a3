/** llama.cpp beside the page: on how many prompts, and at how many positions, it finds the same. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { openLlamaCpp } from "./llamaCpp";
import { INTEROP, ROOT } from "./page";

export interface Agreement {
  /** Prompts whose greedy tokens are all the page's, of `of`. */
  prompts: number;
  of: number;
  /** Share of positions of the page's answers where the likeliest token is the page's. */
  positions: number;
}

/**
 * `expected` are the page's greedy tokens; the LoRA of `loraPath`, where there is one, is applied.
 * `cache` as for `openLlamaCpp`.
 */
export async function agreement(
  modelPath: string,
  loraPath: string | null,
  prompts: number[][],
  expected: number[][],
  cache?: "F32",
): Promise<Agreement> {
  const llama = await openLlamaCpp(modelPath, loraPath, cache);
  const likeliest = await llama.likeliest(prompts, expected);
  await llama.dispose();
  const equal = expected.map((tokens, row) =>
    tokens.map((token, at) => likeliest[row]![at] === token),
  );
  const positions = equal.flat();
  return {
    prompts: equal.filter((row) => row.every(Boolean)).length,
    of: prompts.length,
    positions: positions.filter(Boolean).length / positions.length,
  };
}

export function tell(what: string, found: Record<string, Agreement>): void {
  for (const [name, { prompts, of, positions }] of Object.entries(found)) {
    const share = (100 * positions).toFixed(1);
    console.log(`${what}, ${name}: ${prompts}/${of} prompts, ${share} %`);
  }
}

/** Writes the same weights without quantisation: where they are coded, activations are rounded. */
export function writeInSinglePrecision(source: string, out: string): void {
  const python = join(INTEROP, "peft-new", "bin", "python");
  execFileSync(python, [join(ROOT, "tests/interop/toFloat32.py"), source, out]);
}
