import { expect, test } from "vitest";
import type { ModelFiles } from "../../../src/engine/files/modelFiles";
import { taskFinder } from "../../../src/engine/hypernetwork/taskMap";
import { AppError } from "../../../src/shared/errors";
import { TASK_CONTENT } from "../../formats/trainingTaskContent";

const ENCODER = TASK_CONTENT.encoder.sha256;
const LIST = JSON.stringify(TASK_CONTENT);

/** A site that gives these answers to the requests for its list, one after another. */
function siteAnswering(...answers: (string | null | Error)[]) {
  const asked: string[] = [];
  const refuse = () => Promise.reject(new Error("nothing else is wanted"));
  const files: ModelFiles = {
    read: refuse,
    readText: refuse,
    report: refuse,
    clear: refuse,
    async findText(path) {
      asked.push(path);
      const answer = answers[asked.length - 1]!;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { files, asked };
}

test("the list is fetched once", async () => {
  const { files, asked } = siteAnswering(LIST);
  const find = taskFinder(files, ENCODER);
  const [first, second] = await Promise.all([find(), find()]);
  expect(first!.tasks).toHaveLength(3);
  expect(second).toBe(first);
  expect(await find()).toBe(first);
  expect(asked).toEqual(["training-tasks.json"]);
});

test("a fetch that failed is told, not remembered as a site without a list", async () => {
  const { files } = siteAnswering(
    new AppError({
      code: "download-failed",
      path: "training-tasks.json",
      fault: { kind: "unreachable" },
    }),
    LIST,
  );
  const find = taskFinder(files, ENCODER);
  await expect(find()).rejects.toMatchObject({ code: "download-failed" });
  expect((await find())!.tasks).toHaveLength(3);
});

test.each([
  ["no list", null],
  ["a page instead of a list", "<html>"],
  ["a list for another encoder", LIST.replace(ENCODER, "cd".repeat(32))],
])("a site with %s has none", async (_, answer) => {
  const { files, asked } = siteAnswering(answer);
  const find = taskFinder(files, ENCODER);
  expect(await find()).toBeNull();
  expect(await find()).toBeNull();
  expect(asked).toHaveLength(1);
});
