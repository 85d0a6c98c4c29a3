/** The page's own engine in Node, and how many of its answers to a task are right. */
import type { ChatMessage } from "../src/shared/chat";
import type { Engine, LoadedModels } from "../src/shared/engine";
import { throwIfAborted } from "../src/shared/errors";
import { type BaseModelRecord, MODELS, recordsOf } from "../src/shared/models";
import { type Metric, score } from "../src/shared/metrics";
import { GREEDY } from "../src/shared/sampler";
import type { LessonStart, TeachingSettings } from "../src/shared/teaching";
import { openEngine, tell, UsageError } from "./commands/program";
import { INITIAL_MODELS } from "./initialModels";
import type { TaskExample } from "./taskFiles";

/** Examples answered together; they share each pass through the weights. */
const ROWS = 20;
export const LONGEST_ANSWER = 48;

export type Condition =
  | { kind: "base" }
  | { kind: "prompt"; description: string }
  | { kind: "adapter"; description: string }
  /** The adapter after a lesson with these examples. */
  | {
      kind: "taught";
      description: string;
      taught: readonly TaskExample[];
      settings: TeachingSettings;
    };

export interface LoadedEngine {
  engine: Engine;
  base: BaseModelRecord;
  hypernetwork: NonNullable<LoadedModels["hypernetwork"]>;
}

/** With the hypernetwork's own base model. Ends the program when an option is wrong. */
export async function loadEngine(
  options: { threads: string; device: string },
  hypernetwork: string = INITIAL_MODELS.hypernetworkId,
): Promise<LoadedEngine> {
  try {
    const known = recordsOf(MODELS, "hypernetwork").find(({ id }) => id === hypernetwork);
    const base = known?.baseModelId ?? INITIAL_MODELS.baseModelId;
    const { engine, loaded, record } = await openEngine({
      ...options,
      base,
      hypernetwork,
    });
    return { engine, base: record, hypernetwork: loaded.hypernetwork! };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    tell(error.message);
    return process.exit(2);
  }
}

/** Score of each example (0 to 1), answered greedily. */
export async function scoreExamples(
  engine: Engine,
  condition: Condition,
  examples: readonly TaskExample[],
  metric: Metric,
): Promise<number[]> {
  switch (condition.kind) {
    case "base":
      return scoreAnswers(engine, { adapterId: null, prompt: null }, examples, metric);
    case "prompt": {
      const prompt = condition.description;
      return scoreAnswers(engine, { adapterId: null, prompt }, examples, metric);
    }
    case "adapter":
    case "taught": {
      const { id } = await engine.generateAdapter(condition.description);
      const scores =
        condition.kind === "adapter"
          ? await scoreAnswers(engine, { adapterId: id, prompt: null }, examples, metric)
          : await scoreTaught(
              engine,
              { kind: "adapter", adapterId: id },
              condition.taught,
              condition.settings,
              examples,
              metric,
            );
      await engine.releaseAdapter(id);
      return scores;
    }
  }
}

/** Score of each example (0 to 1) after a lesson with others. */
export async function scoreTaught(
  engine: Engine,
  start: LessonStart,
  taught: readonly TaskExample[],
  settings: TeachingSettings,
  examples: readonly TaskExample[],
  metric: Metric,
): Promise<number[]> {
  const { id } = await engine.teach(
    { start, examples: [...taught], heldOut: [], settings },
    () => {},
  );
  const scores = await scoreAnswers(
    engine,
    { adapterId: id, prompt: null },
    examples,
    metric,
  );
  await engine.releaseAdapter(id);
  return scores;
}

/** Score of each example (0 to 1), answered greedily with an adapter, a system prompt, or neither. */
export async function scoreAnswers(
  engine: Engine,
  { adapterId, prompt }: { adapterId: string | null; prompt: string | null },
  examples: readonly TaskExample[],
  metric: Metric,
): Promise<number[]> {
  const scores: number[] = [];
  for (let start = 0; start < examples.length; start += ROWS) {
    const part = examples.slice(start, start + ROWS);
    const inputs = part.map(({ input }) => input);
    const maxNewTokens = longestUseful(metric, part);
    const texts = await answerTogether(
      engine,
      { adapterId, prompt },
      inputs,
      maxNewTokens,
    );
    scores.push(...texts.map((text, row) => score(metric, text, part[row]!.output)));
  }
  return scores;
}

/** Greedy answers to all inputs in one batch, with an adapter, a system prompt, or neither. */
export async function answerTogether(
  engine: Engine,
  { adapterId, prompt }: { adapterId: string | null; prompt: string | null },
  inputs: readonly string[],
  maxNewTokens: number,
  signal?: AbortSignal,
): Promise<string[]> {
  const system: ChatMessage[] =
    prompt === null ? [] : [{ role: "system", content: prompt }];
  const columns = inputs.map((content, row) => ({
    id: String(row),
    messages: [...system, { role: "user" as const, content }],
    adapterId,
    strength: 1,
  }));
  const request = { columns, sampler: GREEDY, maxNewTokens };
  const results = await engine.chat(request, () => {}, signal);
  throwIfAborted(signal);
  return results.map(({ text }) => text);
}

/**
 * Tokens after which an answer can match nothing any more, since a token is a character at
 * least.
 */
function longestUseful(metric: Metric, examples: readonly TaskExample[]): number {
  if (metric !== "exact") return LONGEST_ANSWER;
  const longest = Math.max(...examples.map(({ output }) => output.length));
  // Room for a full stop, white space around it, and the end.
  return Math.min(LONGEST_ANSWER, longest + 4);
}
