/** Scores of adapters after a lesson, on examples that were not taught. */
import type { Engine } from "../src/shared/engine";
import { mean } from "../src/shared/statistics";
import type { LessonStart } from "../src/shared/teaching";
import { scoreTaught } from "./measuring";
import type { Task, TaskExample } from "./taskFiles";

/** Characters of an example; longer ones are not taught here. */
const LONGEST_EXAMPLE = 400;

/**
 * Examples that a lesson takes its first ones from: the task's other ones as they lie in the
 * file, in random order, without long ones and those whose input is asked or was there before.
 */
export function teachableExamples(
  task: Task,
  asked: readonly TaskExample[],
): TaskExample[] {
  const inputs = new Set(asked.map(({ input }) => input));
  return task.otherExamples.filter(({ input, output }) => {
    const isNew = !inputs.has(input);
    inputs.add(input);
    return isNew && input.length + output.length <= LONGEST_EXAMPLE;
  });
}

/**
 * By start and number of examples, such as "generated-4" and "zero-4". A lesson has the settings
 * that the page begins with; the adapter that it starts from has the task's first description.
 */
export async function taughtScores(
  engine: Engine,
  task: Task,
  counts: readonly number[],
  asked: readonly TaskExample[],
): Promise<Record<string, number>> {
  const scores: Record<string, number> = {};
  if (counts.length === 0) return scores;
  const examples = teachableExamples(task, asked);
  const { id: adapterId } = await engine.generateAdapter(task.descriptions[0]!);
  const starts: Record<string, LessonStart> = {
    generated: { kind: "adapter", adapterId },
    zero: { kind: "zero" },
  };
  for (const [name, start] of Object.entries(starts)) {
    for (const count of counts) {
      const taught = examples.slice(0, count);
      scores[`${name}-${count}`] = mean(
        await scoreTaught(engine, start, taught, asked, task.metric),
      );
    }
  }
  await engine.releaseAdapter(adapterId);
  return scores;
}
