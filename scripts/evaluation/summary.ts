/** Means over tasks with intervals, and differences between conditions of the same tasks. */
import { bootstrapMean, type Interval } from "../../src/shared/statistics";
import type { Scores } from "./kept";
import { lessonName, lessonNamed } from "./lessons";

export interface Summary {
  /** By condition, over the tasks that all conditions have a score of. */
  conditions: Record<string, Interval>;
  /** Differences task by task, such as "own - base" and "generated-4 - zero-4". */
  differences: Record<string, Interval>;
  /** Tasks that the intervals are over. */
  summarised: number;
}

/** Intervals of 95 % over tasks; empty while no task has all scores. */
export function summarise(scores: Scores): Summary {
  const names = [...new Set(Object.values(scores).flatMap((task) => Object.keys(task)))];
  const tasks = Object.values(scores).filter((task) =>
    names.every((name) => name in task),
  );
  if (tasks.length === 0) return { conditions: {}, differences: {}, summarised: 0 };
  const pairs = names.flatMap((name) =>
    controlsOf(name)
      .filter((control) => names.includes(control))
      .map((control) => [name, control] as const),
  );
  return {
    conditions: Object.fromEntries(
      names.map((name) => [name, bootstrapMean(tasks.map((task) => task[name]!))]),
    ),
    differences: Object.fromEntries(
      pairs.map(([name, control]) => [
        `${name} - ${control}`,
        bootstrapMean(tasks.map((task) => task[name]! - task[control]!)),
      ]),
    ),
    summarised: tasks.length,
  };
}

/** What a condition is compared with. */
function controlsOf(name: string): string[] {
  if (name === "own") return ["base", "prompt", "other", "gibberish"];
  const { start, count } = lessonNamed(name);
  if (start !== "generated") return [];
  return (["zero", "other"] as const).map((other) => lessonName(other, count));
}

/** Lines of a table. */
export function summaryLines({ conditions, differences, summarised }: Summary): string[] {
  const line = ([name, { score, low, high }]: [string, Interval]) =>
    `${name.padEnd(24)} ${percent(score).padStart(7)}  [${percent(low)}, ${percent(high)}]`;
  return [
    `${summarised} tasks, 95 % intervals over tasks`,
    ...Object.entries(conditions).map(line),
    "",
    "differences, task by task",
    ...Object.entries(differences).map(line),
  ];
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
