/** Scores of adapters after a lesson, on examples that were not taught. */
import type { Engine } from "../../src/shared/engine";
import { AppError } from "../../src/shared/errors";
import type { BaseModelRecord } from "../../src/shared/models";
import { mean } from "../../src/shared/statistics";
import { type LessonStart, defaultTeaching } from "../../src/shared/teaching";
import { scoreAnswers, scoreTaught } from "../measuring";
import type { Task, TaskExample } from "../taskFiles";
import { foreignDescriptions } from "./conditions";

/** Characters of an example; longer ones are not taught here. */
const LONGEST_EXAMPLE = 400;

/** Beginnings of a lesson: the first description's adapter, nothing, another task's adapter. */
export const STARTS = ["generated", "zero", "other"] as const;
export type Start = (typeof STARTS)[number];

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

/** Name of a score: what the lesson began with, and its number of examples; 0 is no lesson. */
export function lessonName(start: Start, count: number): string {
  return `${start}-${count}`;
}

/** Parts of a score's name; the count of one that is no lesson's is NaN. */
export function lessonNamed(name: string): { start: string; count: number } {
  const [start = "", count] = name.split("-");
  return { start, count: Number(count) };
}

export interface LessonScore {
  /** Mean over the examples that were asked, 0 to 1. */
  score: number;
  /** Whether the lesson was given up because its loss grew; the score is then the start's. */
  failed: boolean;
}

/** Score after a lesson of `count` examples, with the settings that the page begins with. */
export async function lessonScore(
  engine: Engine,
  base: BaseModelRecord,
  start: Start,
  count: number,
  tasks: readonly Task[],
  index: number,
  asked: readonly TaskExample[],
): Promise<LessonScore> {
  const task = tasks[index]!;
  const adapterId =
    start === "zero"
      ? null
      : (await engine.generateAdapter(startDescription(start, tasks, index))).id;
  try {
    const taught = teachableExamples(task, asked).slice(0, count);
    const begin: LessonStart =
      adapterId === null ? { kind: "zero" } : { kind: "adapter", adapterId };
    if (taught.length > 0) {
      try {
        const scores = await scoreTaught(
          engine,
          begin,
          taught,
          defaultTeaching(base, taught.length, start === "zero"),
          asked,
          task.metric,
        );
        return { score: mean(scores), failed: false };
      } catch (error) {
        if (!(error instanceof AppError && error.failure.code === "lesson-failed"))
          throw error;
      }
    }
    // The page keeps the adapter that a failed lesson began with.
    const scores = await scoreAnswers(
      engine,
      { adapterId, prompt: null },
      asked,
      task.metric,
    );
    return { score: mean(scores), failed: taught.length > 0 };
  } finally {
    if (adapterId !== null) await engine.releaseAdapter(adapterId);
  }
}

function startDescription(
  start: Exclude<Start, "zero">,
  tasks: readonly Task[],
  index: number,
): string {
  return start === "generated"
    ? tasks[index]!.descriptions[0]!
    : foreignDescriptions(tasks, index)[0]!;
}
