/** The curve "what a sentence is worth" of scores by task: from the page's engine, or from PyTorch. */
import { FieldError, type Fields, parseFields } from "../../src/shared/json";
import { bootstrapMean } from "../../src/shared/statistics";
import type { CurvePoint, TeachingCurve } from "../../src/tasks/teachingCurve";
import { CommandError } from "../commandError";
import type { Scores } from "./kept";
import { lessonName, lessonNamed, STARTS } from "./lessons";

/** Scores by task and lesson, with what they were measured with. */
interface Measured {
  engine: TeachingCurve["engine"];
  /** Id and SHA-256 of the checkpoint. */
  hypernetwork: { id: string; sha256: string };
  inputs: number;
  scores: Scores;
}

/**
 * The curve of what `npm run evaluate -- --teach` or training.commands.teach.report wrote, over
 * the tasks that have a score of every lesson, or of those of `wantedCounts` examples. Throws
 * "bad-file" where `text` is neither.
 */
export function readCurve(
  text: string,
  wantedCounts: readonly number[] | null = null,
): Omit<TeachingCurve, "hypernetwork"> & {
  hypernetwork: Measured["hypernetwork"];
} {
  try {
    const fields = parseFields(text);
    const measured = fields.has("setup") ? ofEvaluation(fields) : ofPyTorch(fields);
    return curveOf(measured, wantedCounts);
  } catch (cause) {
    if (!(cause instanceof FieldError || cause instanceof SyntaxError)) throw cause;
    const why = cause instanceof FieldError ? cause.message : "it is not JSON";
    throw new CommandError("bad-file", `This is no curve of lessons: ${why}.`, { cause });
  }
}

function curveOf(
  { engine, hypernetwork, inputs, scores }: Measured,
  wantedCounts: readonly number[] | null,
) {
  const names = new Set(Object.values(scores).flatMap((task) => Object.keys(task)));
  const counts = [...names]
    .filter((name) => name.startsWith("generated-"))
    .map((name) => lessonNamed(name).count)
    .filter((count) => wantedCounts?.includes(count) ?? true)
    .sort((one, other) => one - other);
  const wanted = STARTS.flatMap((start) =>
    counts.map((count) => lessonName(start, count)),
  );
  const tasks = Object.values(scores).filter((task) =>
    wanted.every((name) => name in task),
  );
  if (counts.length === 0 || tasks.length === 0) {
    throw new CommandError("bad-file", "No task has a score of every lesson.");
  }
  const points = (value: (task: Record<string, number>, count: number) => number) =>
    counts.map((examples): CurvePoint => {
      const interval = bootstrapMean(tasks.map((task) => value(task, examples)));
      return { examples, ...interval };
    });
  const of = (start: (typeof STARTS)[number]) =>
    points((task, count) => task[lessonName(start, count)]!);
  return {
    engine,
    hypernetwork,
    tasks: tasks.length,
    inputs,
    curves: { generated: of("generated"), zero: of("zero"), other: of("other") },
    overZero: points(
      (task, count) =>
        task[lessonName("generated", count)]! - task[lessonName("zero", count)]!,
    ),
  };
}

function ofEvaluation(fields: Fields): Measured {
  const setup = fields.inner("setup");
  const tasks = fields.inner("tasks");
  const scores: Scores = {};
  for (const task of tasks.keys()) {
    const ofTask = tasks.inner(task);
    scores[task] = Object.fromEntries(
      ofTask.keys().map((name) => [name, share(ofTask, name)]),
    );
  }
  return {
    engine: "page",
    hypernetwork: { id: setup.text("hypernetwork"), sha256: setup.text("checkpoint") },
    inputs: setup.count("limit"),
    scores,
  };
}

/** Runs by start and number of examples, with the scores after the last step of each. */
function ofPyTorch(fields: Fields): Measured {
  const scores: Scores = {};
  const common = new Set<string>();
  for (const run of fields.keys().map((name) => fields.inner(name))) {
    const start = run.choice("start", ["own", "zero", "other", "multitask"]);
    if (start === "multitask") continue;
    common.add(`${run.text("hypernetwork")} ${run.inner("plan").count("inputs")}`);
    const byCount = run.inner("tasks");
    for (const count of byCount.keys()) {
      const tasks = byCount.inner(count);
      for (const task of tasks.keys()) {
        const steps = tasks.inner(task);
        const last = steps.keys().reduce((a, b) => (Number(a) > Number(b) ? a : b));
        const name = lessonName(start === "own" ? "generated" : start, Number(count));
        (scores[task] ??= {})[name] = share(steps, last);
      }
    }
  }
  if (common.size !== 1) {
    throw new CommandError(
      "bad-file",
      "The runs have no checkpoint and inputs in common.",
    );
  }
  const [id, sha256, inputs] = [...common][0]!.split(" ") as [string, string, string];
  return {
    engine: "pytorch",
    hypernetwork: { id, sha256 },
    inputs: Number(inputs),
    scores,
  };
}

function share(fields: Fields, name: string): number {
  return fields.number(name, { least: 0, most: 1 });
}
