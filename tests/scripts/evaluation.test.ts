import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  digestOf,
  fillIn,
  keepEvaluation,
  openEvaluation,
  type Setup,
} from "../../scripts/evaluation/kept";
import { lessonNamed, lessonScore } from "../../scripts/evaluation/lessons";
import { summarise, summaryLines } from "../../scripts/evaluation/summary";
import type { Task } from "../../scripts/taskFiles";
import { AppError } from "../../src/shared/errors";
import { defaultTeaching, type TeachingSettings } from "../../src/shared/teaching";
import { createFakeEngine } from "../fakeEngine";
import { LESSON_SETTINGS, SMALL_BASE } from "../lessonSettings";

const TASKS: Task[] = ["upper", "lower"].map((name) => ({
  name,
  metric: "exact",
  descriptions: [`Write it ${name}.`, `Make it ${name}.`],
  examples: [{ input: "asked", output: "right" }],
  otherExamples: [
    { input: "asked", output: "the same input" },
    { input: "one", output: "1" },
    { input: "two", output: "2" },
    { input: "two", output: "again" },
    { input: "three", output: "3" },
  ],
}));
const SETUP: Setup = {
  device: "wasm",
  base: "base",
  hypernetwork: "t2l",
  checkpoint: "abc",
  tasks: digestOf(TASKS),
  limit: 8,
};
const LESSONS = ["generated-4"];

function settingsOf(lesson: string): TeachingSettings {
  return defaultTeaching(SMALL_BASE, lessonNamed(lesson).count, false);
}

async function emptyFile(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), "evaluation-")), "scores.json");
}

/** Opens the file and fills in what is not there; the names that were computed. */
async function evaluate(file: string, names: string[], stopAt?: string) {
  const evaluation = await openEvaluation(file, SETUP, LESSONS, settingsOf);
  const computed: string[] = [];
  for (const { name: task } of TASKS) {
    const measures = new Map(
      names.map((name) => [
        name,
        async () => {
          if (`${task} ${name}` === stopAt) throw new Error("interrupted");
          computed.push(`${task} ${name}`);
          return computed.length / 10;
        },
      ]),
    );
    await fillIn(evaluation, task, measures, () => keepEvaluation(file, evaluation));
  }
  return { evaluation, computed };
}

test("an interrupted evaluation goes on, and computes only what is missing", async () => {
  const file = await emptyFile();
  const interrupted = evaluate(file, ["base", "own"], "lower own");
  await expect(interrupted).rejects.toThrow("interrupted");
  expect((await evaluate(file, ["base", "own"])).computed).toEqual(["lower own"]);
  const { evaluation, computed } = await evaluate(file, ["base", "own", "zero-4"]);
  expect(computed).toEqual(["upper zero-4", "lower zero-4"]);
  expect(evaluation.tasks["upper"]).toEqual({ base: 0.1, own: 0.2, "zero-4": 0.1 });
  expect(await readdir(join(file, ".."))).toEqual(["scores.json"]);
});

test.each<[string, Partial<Setup>]>([
  ["limit", { limit: 9 }],
  ["checkpoint", { checkpoint: "def" }],
  ["tasks", { tasks: digestOf(TASKS.slice(1)) }],
])("scores of another %s are not mixed with these", async (what, change) => {
  const file = await emptyFile();
  await evaluate(file, ["base"]);
  await expect(
    openEvaluation(file, { ...SETUP, ...change }, LESSONS, settingsOf),
  ).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringContaining(`(${what})`),
  });
});

test("nor are those of lessons with other settings; other numbers of examples are", async () => {
  const file = await emptyFile();
  await evaluate(file, ["base"]);
  const other = () => ({ ...LESSON_SETTINGS, steps: 99 });
  for (const names of [LESSONS, ["generated-16"], []]) {
    await expect(openEvaluation(file, SETUP, names, other)).rejects.toThrow(
      "generated-4",
    );
  }
  const more = ["generated-16"];
  const { lessons, tasks } = await openEvaluation(file, SETUP, more, settingsOf);
  expect(Object.keys(lessons)).toEqual(["generated-4", "generated-16"]);
  expect(Object.keys(tasks)).toEqual(["upper", "lower"]);
});

test.each(["{", '{"conditions": {}, "tasks": {}}', '{"setup": 1}'])(
  "a file that holds %s is named and left as it is",
  async (content) => {
    const file = await emptyFile();
    await writeFile(file, content);
    await expect(openEvaluation(file, SETUP, [], settingsOf)).rejects.toMatchObject({
      code: "bad-file",
      message: expect.stringContaining("scores.json"),
    });
  },
);

test("differences are taken task by task, of the tasks that have all scores", () => {
  const scores = {
    a: { base: 0, own: 0.5, "generated-4": 0.75, "zero-4": 0.5, "other-4": 0.75 },
    b: { base: 0.25, own: 0.75, "generated-4": 1, "zero-4": 0.75, "other-4": 0.5 },
    cut: { base: 1, own: 1 },
  };
  const summary = summarise(scores);
  expect(summary.summarised).toBe(2);
  expect(summary.conditions["base"]).toEqual({ score: 0.125, low: 0, high: 0.25 });
  expect(summary.differences).toEqual({
    "own - base": { score: 0.5, low: 0.5, high: 0.5 },
    "generated-4 - zero-4": { score: 0.25, low: 0.25, high: 0.25 },
    "generated-4 - other-4": { score: 0.25, low: 0, high: 0.5 },
  });
  expect(summaryLines(summary).join("\n")).toMatch(/own - base +50\.0 % +\[50\.0 %/u);
});

test("a lesson begins with the first description's adapter, nothing, or another task's", async () => {
  const engine = createFakeEngine({
    answer: ({ adapterId }) => (adapterId === null ? "right" : "wrong"),
  });
  const asked = TASKS[0]!.examples;
  const score = (start: "generated" | "zero" | "other", count: number) =>
    lessonScore(engine, SMALL_BASE, start, count, TASKS, 0, asked);
  expect(await score("zero", 0)).toEqual({ score: 1, failed: false });
  expect(await score("generated", 0)).toEqual({ score: 0, failed: false });
  expect(engine.calls.lessons).toEqual([]);

  await score("generated", 2);
  await score("zero", 2);
  expect(engine.calls.lessons).toMatchObject([
    {
      start: { kind: "adapter" },
      settings: defaultTeaching(SMALL_BASE, 2, false),
      heldOut: [],
    },
    { start: { kind: "zero" }, settings: defaultTeaching(SMALL_BASE, 2, true) },
  ]);
  // Inputs that are asked, or were taught, are not taught.
  expect(engine.calls.lessons[0]!.examples.map(({ input }) => input)).toEqual([
    "one",
    "two",
  ]);

  const described: string[] = [];
  const generate = engine.generateAdapter.bind(engine);
  engine.generateAdapter = (text, ...rest) => (
    described.push(text),
    generate(text, ...rest)
  );
  await score("other", 2);
  expect(described).toEqual(["Write it lower."]);
});

test("a lesson whose loss grows counts as the adapter that it began with", async () => {
  let lesson = 0;
  const engine = createFakeEngine({
    answer: () => "right",
    before(step) {
      if (step !== "teach") return;
      lesson += 1;
      if (lesson === 2) throw new AppError({ code: "device-lost" });
      throw new AppError({
        code: "lesson-failed",
        fault: { kind: "not-finite", step: 1 },
      });
    },
  });
  const score = () =>
    lessonScore(engine, SMALL_BASE, "generated", 2, TASKS, 0, TASKS[0]!.examples);
  expect(await score()).toEqual({ score: 1, failed: true });
  await expect(score()).rejects.toMatchObject({ failure: { code: "device-lost" } });
  expect(engine.calls.released).toHaveLength(2);
});
