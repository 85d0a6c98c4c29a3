import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readTasks } from "../../scripts/taskFiles";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "tasks-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, changes: Record<string, unknown> = {}): void {
  const task = {
    name,
    metric: "exact",
    descriptions: { eval: ["Do it."] },
    examples: Array.from({ length: 40 }, (_, index) => ({
      input: `${index}`,
      output: "x",
    })),
    ...changes,
  };
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(task));
}

test("the last 15 % of a task's examples are held out, at most 60", async () => {
  write("b");
  const many = Array.from({ length: 1000 }, () => ({ input: "i", output: "o" }));
  write("a", { examples: many });
  const tasks = await readTasks(folder);
  expect(tasks.map(({ name, examples }) => [name, examples.length])).toEqual([
    ["a", 60],
    ["b", 6],
  ]);
  expect(tasks[1]!.examples.at(-1)!.input).toBe("39");
  expect(tasks[1]!.otherExamples).toHaveLength(34);
});

test.each([
  [{ metric: "bleu" }, /"metric"/],
  [{ examples: [{ input: "a", output: "\u200B ." }] }, /"examples\[0\]\.output"/],
  [{ descriptions: { train: ["x"] } }, /"descriptions\.eval"/],
  [{ examples: [{ input: "x" }] }, /"examples\[0\]\.output"/],
  [{ name: 7 }, /"name"/],
])("a file with %o is named with its fault", async (changes, fault) => {
  write("broken", changes);
  await expect(readTasks(folder)).rejects.toMatchObject({
    code: "bad-file",
    message: expect.stringMatching(/broken\.json/),
  });
  await expect(readTasks(folder)).rejects.toThrow(fault);
});

test("a file that is not JSON is named", async () => {
  writeFileSync(join(folder, "cut.json"), '{"name": "cut"');
  await expect(readTasks(folder)).rejects.toThrow(/cut\.json.*not JSON/);
});

test("an empty or absent folder says so", async () => {
  await expect(readTasks(folder)).rejects.toMatchObject({ code: "bad-input" });
  await expect(readTasks(join(folder, "absent"))).rejects.toThrow(/No task files/);
});
