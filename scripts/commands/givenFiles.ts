/** Files that a person names to a command: examples, and adapters of every kind. */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { readExamples } from "../../src/formats/examples/readExamples";
import type { GivenFile } from "../../src/shared/adapter";
import type { ListedExample } from "../../src/store/examples/state";
import { CommandError } from "../commandError";

const LIMITS = { most: 500, mostRows: 2000, longestInput: 4000, longestAnswer: 2000 };

/** Examples of a CSV, TSV, JSON or JSONL file; rows that give none are told to `onNote`. */
export async function readExampleFile(
  file: string,
  onNote: (line: string) => void,
): Promise<ListedExample[]> {
  const text = (await readGiven(file)).toString("utf8");
  const { examples, problems, leftOut } = readExamples(text, LIMITS);
  for (const { line, problem } of problems) {
    onNote(`${file}, row ${line}: ${problem.kind.replaceAll("-", " ")}, left out`);
  }
  if (leftOut > 0) onNote(`${file}: ${leftOut} rows beyond ${LIMITS.most}, left out`);
  if (examples.length === 0) {
    throw new CommandError("bad-input", `${file} has no examples (input, answer).`);
  }
  return examples.map(({ input, expected, role }, id) => ({ id, input, expected, role }));
}

/** A file's bytes; throws "bad-input" where it cannot be read. */
export function readGiven(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    throw new CommandError("bad-input", `${file} cannot be read.`, { cause });
  });
}

/** A file, or all files of a folder. */
export async function readAdapterFiles(path: string): Promise<GivenFile[]> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    const entries = isFolder ? await readdir(path, { withFileTypes: true }) : [];
    const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    const paths = isFolder ? names.map((name) => join(path, name)) : [path];
    return await Promise.all(
      paths.map(async (file, index) => ({
        name: isFolder ? `${basename(path)}/${names[index]!}` : basename(path),
        bytes: new Uint8Array(await readFile(file)),
      })),
    );
  } catch (cause) {
    throw new CommandError("bad-input", `${path} cannot be read.`, { cause });
  }
}
