/** Scores of an evaluation in a JSON file, from which it goes on where it was interrupted. */
import { createHash } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { FieldError, type Fields, parseFields } from "../../src/shared/json";
import type { TeachingSettings } from "../../src/shared/teaching";
import { CommandError } from "../commandError";
import type { Task } from "../taskFiles";
import { type Summary, summarise } from "./summary";

/** Everything that scores depend on; scores of two of them are never in one file. */
export interface Setup {
  device: string;
  base: string;
  hypernetwork: string;
  /** SHA-256 of the checkpoint. */
  checkpoint: string;
  /** SHA-256 of the tasks, their examples and their order. */
  tasks: string;
  /** Most examples of a task that are asked. */
  limit: number;
}

/** Scores from 0 to 1 by task, then by condition. */
export type Scores = Record<string, Record<string, number>>;

export interface Evaluation extends Partial<Summary> {
  setup: Setup;
  /** Settings of lessons by condition, such as "generated-4". */
  lessons: Record<string, TeachingSettings>;
  /** Lessons that were given up because their loss grew, such as "to_plural generated-4". */
  failed: string[];
  tasks: Scores;
}

export function digestOf(tasks: readonly Task[]): string {
  return createHash("sha256").update(JSON.stringify(tasks)).digest("hex");
}

/**
 * What `file` holds, of the same setup, and the lessons of `names`; nothing yet where there is no
 * file. All its lessons have the settings that they would have now. Throws "bad-input" where it
 * holds the scores of others, and "bad-file" where it holds none.
 */
export async function openEvaluation(
  file: string | undefined,
  setup: Setup,
  names: readonly string[],
  settingsOf: (lesson: string) => TeachingSettings,
): Promise<Evaluation> {
  const lessons = Object.fromEntries(names.map((name) => [name, settingsOf(name)]));
  const none: Evaluation = { setup, lessons, failed: [], tasks: {} };
  const text = file ? await readText(file) : null;
  if (text === null) return none;
  const kept = read(file!, text);
  const parts = Object.keys(setup) as (keyof Setup)[];
  const differing = parts.find((name) => kept.setup[name] !== setup[name]);
  const changed = Object.keys(kept.lessons).find(
    (name) => !isDeepStrictEqual(kept.lessons[name], settingsOf(name)),
  );
  if (differing || changed) {
    const what = differing ?? `settings of ${changed}`;
    throw new CommandError(
      "bad-input",
      `${file} holds scores of another run (${what}). Name another file with --json, or move this one away.`,
    );
  }
  return { ...kept, setup, lessons: { ...kept.lessons, ...lessons } };
}

/** Replaces `file` at once, so that a stop while writing leaves the scores before. */
export async function keepEvaluation(
  file: string,
  evaluation: Evaluation,
): Promise<void> {
  const { setup, lessons, failed, tasks } = evaluation;
  const content = { setup, lessons, failed, ...summarise(tasks), tasks };
  await writeFile(`${file}.part`, `${JSON.stringify(content, null, 1)}\n`);
  await rename(`${file}.part`, file);
}

/** Adds the scores of a task that are not there yet, and calls `keep` behind each. */
export async function fillIn(
  evaluation: Evaluation,
  task: string,
  measures: ReadonlyMap<string, () => Promise<number>>,
  keep: () => Promise<void>,
): Promise<Record<string, number>> {
  const scores = (evaluation.tasks[task] ??= {});
  for (const [name, measure] of measures) {
    if (scores[name] !== undefined) continue;
    scores[name] = await measure();
    await keep();
  }
  return scores;
}

async function readText(file: string): Promise<string | null> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}

function read(file: string, text: string): Evaluation {
  try {
    const fields = parseFields(text);
    const setup = fields.inner("setup");
    const scores = fields.inner("tasks");
    return {
      setup: {
        device: setup.text("device"),
        base: setup.text("base"),
        hypernetwork: setup.text("hypernetwork"),
        checkpoint: setup.text("checkpoint"),
        tasks: setup.text("tasks"),
        limit: setup.count("limit"),
      },
      lessons: readSettings(fields.inner("lessons")),
      failed: fields.texts("failed", {}),
      tasks: Object.fromEntries(
        scores.keys().map((task) => [task, scoresOf(scores.inner(task))]),
      ),
    };
  } catch (cause) {
    if (!(cause instanceof FieldError || cause instanceof SyntaxError)) throw cause;
    const why = cause instanceof FieldError ? cause.message : "it is not JSON";
    const message = `${file} holds no evaluation to go on with: ${why}. Name another file with --json.`;
    throw new CommandError("bad-file", message, { cause });
  }
}

function scoresOf(fields: Fields): Record<string, number> {
  return Object.fromEntries(
    fields.keys().map((name) => [name, fields.number(name, { least: 0, most: 1 })]),
  );
}

/** Only compared, never used: their own fields are not read. */
function readSettings(fields: Fields): Evaluation["lessons"] {
  return Object.fromEntries(
    fields.keys().map((name) => [name, fields.value(name) as TeachingSettings]),
  );
}
