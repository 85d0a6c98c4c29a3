/** The page's own engine in Node, and how many of its answers to a task are right. */
import { availableParallelism } from "node:os";
import { createEngine } from "../src/engine/engine";
import type { ChatMessage } from "../src/shared/chat";
import type { Engine, LoadedModels } from "../src/shared/engine";
import { type Metric, score } from "../src/shared/metrics";
import { GREEDY } from "../src/shared/sampler";
import { folderFiles } from "./folderFiles";
import { INITIAL_MODELS } from "./initialModels";
import type { TaskExample } from "./taskFiles";

/** Examples answered together; they share each pass through the weights. */
const ROWS = 20;
export const LONGEST_ANSWER = 48;

export type Condition =
  | { kind: "base" }
  | { kind: "prompt"; description: string }
  | { kind: "adapter"; description: string };

export interface LoadedEngine {
  engine: Engine;
  hypernetwork: NonNullable<LoadedModels["hypernetwork"]>;
}

export async function loadEngine(
  hypernetworkId = INITIAL_MODELS.hypernetworkId,
  threads = availableParallelism(),
): Promise<LoadedEngine> {
  const engine = createEngine({ files: folderFiles("public"), runtime: { threads } });
  const { hypernetwork } = await engine.load(
    { ...INITIAL_MODELS, hypernetworkId },
    () => {},
  );
  return { engine, hypernetwork: hypernetwork! };
}

/** One score (0 to 1) for each example, greedy. */
export async function scoreExamples(
  engine: Engine,
  condition: Condition,
  examples: readonly TaskExample[],
  metric: Metric,
): Promise<number[]> {
  const adapterId =
    condition.kind === "adapter"
      ? (await engine.generateAdapter(condition.description)).id
      : null;
  const system: ChatMessage[] =
    condition.kind === "prompt"
      ? [{ role: "system", content: condition.description }]
      : [];
  const scores: number[] = [];
  for (let start = 0; start < examples.length; start += ROWS) {
    const part = examples.slice(start, start + ROWS);
    const columns = part.map(({ input }, row) => ({
      id: String(row),
      messages: [...system, { role: "user" as const, content: input }],
      adapterId,
      strength: 1,
    }));
    const maxNewTokens = longestUseful(metric, part);
    const request = { columns, sampler: GREEDY, maxNewTokens };
    const results = await engine.chat(request, () => {});
    scores.push(
      ...results.map(({ text }, row) => score(metric, text, part[row]!.output)),
    );
  }
  if (adapterId !== null) await engine.releaseAdapter(adapterId);
  return scores;
}

/** A token is a character at least: what goes on for longer matches nothing any more. */
function longestUseful(metric: Metric, examples: readonly TaskExample[]): number {
  if (metric !== "exact") return LONGEST_ANSWER;
  const longest = Math.max(...examples.map(({ output }) => output.length));
  // A full stop, white space around it, and the end.
  return Math.min(LONGEST_ANSWER, longest + 4);
}
