/** Scores of adapters after a lesson, on examples that were not taught. */
import type { Engine } from "../src/shared/engine";
import { mean } from "../src/shared/statistics";
import { DEFAULT_TEACHING, type LessonStart } from "../src/shared/teaching";
import { scoreAdapter } from "./measuring";
import type { Task, TaskExample } from "./taskFiles";

/** Characters of an example; longer ones are not taught here. */
const LONGEST_EXAMPLE = 400;

/**
 * By start and number of examples, such as "generated-4" and "zero-4". A lesson has the first
 * short examples of the task's other ones, which lie in random order, and the settings that the
 * page begins with; the adapter that it starts from has the task's first description.
 */
export async function taughtScores(
  engine: Engine,
  task: Task,
  counts: readonly number[],
  asked: readonly TaskExample[],
): Promise<Record<string, number>> {
  const scores: Record<string, number> = {};
  if (counts.length === 0) return scores;
  const inputs = new Set(asked.map(({ input }) => input));
  const examples = task.otherExamples.filter(({ input, output }) => {
    const isNew = !inputs.has(input);
    inputs.add(input);
    return isNew && input.length + output.length <= LONGEST_EXAMPLE;
  });
  const { id: adapterId } = await engine.generateAdapter(task.descriptions[0]!);
  const starts: Record<string, LessonStart> = {
    generated: { kind: "adapter", adapterId },
    zero: { kind: "zero" },
  };
  for (const [name, start] of Object.entries(starts)) {
    for (const count of counts) {
      const { id } = await engine.teach(
        {
          start,
          examples: examples.slice(0, count),
          heldOut: [],
          settings: DEFAULT_TEACHING,
        },
        () => {},
      );
      scores[`${name}-${count}`] = mean(
        await scoreAdapter(engine, id, asked, task.metric),
      );
      await engine.releaseAdapter(id);
    }
  }
  await engine.releaseAdapter(adapterId);
  return scores;
}
