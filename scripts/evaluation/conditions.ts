/** What a task is answered with: its own description, and the controls beside it. */
import type { ChatMessage, ColumnRequest } from "../../src/shared/chat";
import type { Engine } from "../../src/shared/engine";
import { gibberish } from "../../src/shared/description";
import { score } from "../../src/shared/metrics";
import { GREEDY } from "../../src/shared/sampler";
import { mean } from "../../src/shared/statistics";
import { LONGEST_ANSWER } from "../measuring";
import type { Task, TaskExample } from "../taskFiles";

export const CONDITIONS = ["base", "prompt", "own", "other", "gibberish"] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Examples answered together; they share each pass through the weights. */
const ROWS = 16;
/** Stands in for "another task" when the folder holds only one. */
const FOREIGN_DESCRIPTION = "Count the vowels in the word and write the number.";

/** Mean score (0 to 1) of a task's examples, answered greedily under a condition. */
export async function conditionScore(
  engine: Engine,
  condition: Condition,
  tasks: readonly Task[],
  index: number,
  examples: readonly TaskExample[],
): Promise<number> {
  const answers: string[] = [];
  for (let start = 0; start < examples.length; start += ROWS) {
    const part = examples.slice(start, start + ROWS);
    const descriptions = part.map((_, row) =>
      describe(condition, tasks, index, start + row),
    );
    answers.push(...(await answer(engine, condition, part, descriptions)));
  }
  const { metric } = tasks[index]!;
  return mean(examples.map(({ output }, row) => score(metric, answers[row]!, output)));
}

/** Descriptions of the task half the folder away. */
export function foreignDescriptions(tasks: readonly Task[], index: number): string[] {
  if (tasks.length === 1) return [FOREIGN_DESCRIPTION];
  return tasks[(index + Math.floor(tasks.length / 2)) % tasks.length]!.descriptions;
}

/** Examples go through the descriptions in turn, so all of them count alike. */
function describe(
  condition: Condition,
  tasks: readonly Task[],
  index: number,
  example: number,
): string {
  const own = tasks[index]!.descriptions;
  switch (condition) {
    case "base":
      return "";
    case "prompt":
    case "own":
      return own[example % own.length]!;
    case "other": {
      const other = foreignDescriptions(tasks, index);
      return other[example % other.length]!;
    }
    case "gibberish":
      return gibberish(1000 + 7 * index + (example % 4));
    default:
      return condition satisfies never;
  }
}

async function answer(
  engine: Engine,
  condition: Condition,
  examples: readonly TaskExample[],
  descriptions: readonly string[],
): Promise<string[]> {
  const adapters = new Map<string, string>();
  if (condition !== "base" && condition !== "prompt") {
    for (const description of new Set(descriptions)) {
      adapters.set(description, (await engine.generateAdapter(description)).id);
    }
  }
  const columns = examples.map(({ input }, row): ColumnRequest => {
    const description = descriptions[row]!;
    const system: ChatMessage[] =
      condition === "prompt" ? [{ role: "system", content: description }] : [];
    return {
      id: String(row),
      messages: [...system, { role: "user", content: input }],
      adapterId: adapters.get(description) ?? null,
      strength: 1,
    };
  });
  const request = { columns, sampler: GREEDY, maxNewTokens: LONGEST_ANSWER };
  const results = await engine.chat(request, () => {});
  for (const id of adapters.values()) await engine.releaseAdapter(id);
  return results.map(({ text }) => text);
}
