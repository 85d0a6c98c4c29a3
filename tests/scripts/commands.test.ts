/** The parts of the commands that need no model. */
import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readAdapterFiles, readExampleFile } from "../../scripts/commands/givenFiles";
import { save } from "../../scripts/commands/program";

async function folder(files: Record<string, string>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "commands-"));
  for (const [name, text] of Object.entries(files))
    await writeFile(join(path, name), text);
  return path;
}

test("a stop while writing leaves what was there before, and nothing beside it", async () => {
  const path = await folder({ "adapter.zip": "earlier" });
  const file = join(path, "adapter.zip");
  const stopped = AbortSignal.abort();
  await expect(save(file, new Uint8Array(10), stopped)).rejects.toThrow("aborted");
  expect(await readdir(path)).toEqual(["adapter.zip"]);
  expect(await readFile(file, "utf8")).toBe("earlier");
  await save(file, "later", new AbortController().signal);
  expect(await readFile(file, "utf8")).toBe("later");
});

test("examples come with their roles, and rows that give none are told of", async () => {
  const path = await folder({ "pairs.csv": "input,expected,role\na,b,check\nc\n" });
  const notes: string[] = [];
  const list = await readExampleFile(join(path, "pairs.csv"), (note) => notes.push(note));
  expect(list).toEqual([{ id: 0, input: "a", expected: "b", role: "check" }]);
  expect(notes).toEqual([expect.stringContaining("row 3")]);
});

test("an adapter is a file, or the files of a folder", async () => {
  const path = await folder({ "adapter_config.json": "{}", "a.gguf": "x" });
  const names = async (from: string) =>
    (await readAdapterFiles(from)).map(({ name }) => name.split("/").at(-1)).sort();
  expect(await names(path)).toEqual(["a.gguf", "adapter_config.json"]);
  expect(await names(join(path, "a.gguf"))).toEqual(["a.gguf"]);
  await expect(readAdapterFiles(join(path, "absent"))).rejects.toThrow("cannot be read");
});
