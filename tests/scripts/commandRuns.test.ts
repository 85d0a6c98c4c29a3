/** The commands as somebody runs them, on a toy base model from a file. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { chattingModel } from "../engine/ownBase/toyFiles";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = mkdtempSync(join(tmpdir(), "commands-"));
const inFolder = (name: string) => join(FOLDER, name);
const BASE = ["--base", inFolder("toy.gguf"), "--threads", "1"];
const PAIRS = ["a,b", "b,a", "ab,ba", "ba,ab", "aa,bb", "bb,aa", "abc,cba", "cab,bac"];

interface Run {
  code: number | null;
  output: string;
  notes: string;
}

function start(command: string, args: readonly string[]): ChildProcess {
  const script = ["--import", "tsx", "--import", "./scripts/nodeRuntime.mjs"];
  script.push(`scripts/commands/${command}.ts`);
  return spawn(process.execPath, [...script, ...args], { cwd: ROOT });
}

/** Runs a command to its end; `onNotes` sees what it has written to standard error so far. */
function run(
  command: string,
  args: readonly string[],
  input = "",
  onNotes: (notes: string, child: ChildProcess) => void = () => {},
): Promise<Run> {
  const child = start(command, args);
  const run: Run = { code: null, output: "", notes: "" };
  child.stdout!.on("data", (piece: Buffer) => (run.output += piece.toString()));
  child.stderr!.on("data", (piece: Buffer) => {
    run.notes += piece.toString();
    onNotes(run.notes, child);
  });
  child.stdin!.end(input);
  return new Promise((resolve) => child.on("close", (code) => resolve({ ...run, code })));
}

beforeAll(() => {
  writeFileSync(inFolder("toy.gguf"), chattingModel());
  writeFileSync(inFolder("pairs.csv"), `input,expected\n${PAIRS.join("\n")}\n`);
});

describe("on a base model's own file", () => {
  const adapter = inFolder("adapter.zip");

  test("an adapter is taught, and --json says what it is and nothing else", async () => {
    const args = ["--examples", inFolder("pairs.csv"), "--teach", "--steps", "2"];
    args.push("-o", adapter, "--json", ...BASE);
    const { code, output, notes } = await run("adapter", args);
    expect(notes).toContain("Step 2/2");
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      file: adapter,
      format: "peft",
      bytes: readFileSync(adapter).length,
      base: expect.stringMatching(/^own-[0-9a-f]{16}$/u),
      lesson: { keptStep: 2 },
    });
  });

  test("examples are checked with and without it", async () => {
    const args = [inFolder("pairs.csv"), "--adapter", adapter, "--json", ...BASE];
    const { code, output, notes } = await run("check", args);
    expect(notes).toContain(`${PAIRS.length}/${PAIRS.length}`);
    expect(code).toBe(0);
    const result = JSON.parse(output) as { answers: { input: string }[] };
    expect(result).toMatchObject({ examples: PAIRS.length, metric: "exact" });
    expect(result.answers.map(({ input }) => input)).toEqual(
      PAIRS.map((pair) => pair.split(",")[0]),
    );
  });

  test("lines are answered, one document each with --json", async () => {
    const args = ["--adapter", adapter, "--each", "--json", ...BASE];
    const { code, output } = await run("chat", args, "ab\n\nba\n");
    expect(code).toBe(0);
    const answers = output.trimEnd().split("\n");
    expect(answers.map((line) => JSON.parse(line) as object)).toMatchObject([
      { message: "ab", text: expect.any(String) },
      { message: "ba", text: expect.any(String) },
    ]);
  });
});

describe("Ctrl-C", () => {
  test("in a lesson leaves the file that was there, and nothing beside it", async () => {
    const out = inFolder("stopped.zip");
    writeFileSync(out, "earlier");
    const before = readdirSync(FOLDER);
    let isStopped = false;
    const args = ["--examples", inFolder("pairs.csv"), "--teach", "--steps", "500"];
    const { code, output, notes } = await run(
      "adapter",
      [...args, "-o", out, "--json", ...BASE],
      "",
      (said, child) => {
        if (isStopped || !said.includes("Step 2/")) return;
        isStopped = true;
        child.kill("SIGINT");
      },
    );
    expect(notes).not.toContain("Step 500/");
    expect({ code, output }).toEqual({ code: 130, output: "" });
    expect(readdirSync(FOLDER)).toEqual(before);
    expect(readFileSync(out, "utf8")).toBe("earlier");
  });

  test("while a message is waited for ends with 130", async () => {
    const child = start("chat", BASE);
    const ended = new Promise((resolve) => child.on("close", resolve));
    child.stdout!.once("data", () => child.kill("SIGINT"));
    child.stdin!.write("ab\n");
    expect(await ended).toBe(130);
  });
});

describe("what cannot be done is said, with nothing on standard output", () => {
  const pairs = inFolder("pairs.csv");
  const out = inFolder("never.zip");
  const cases: [string, string, string[], number, RegExp][] = [
    ["no words", "adapter", ["-o", out], 2, /no description[^]*Usage/u],
    ["an unknown option", "adapter", ["--colour", "red"], 2, /--colour[^]*Usage/u],
    ["no such base", "chat", ["--base", "gpt"], 2, /no base model "gpt"[^]*Usage/u],
    ["no such file", "check", ["no.csv", "--adapter", out], 1, /no\.csv cannot be read/u],
    [
      "no such adapter",
      "check",
      [pairs, "--adapter", "no.zip"],
      1,
      /no\.zip cannot be read/u,
    ],
    ["no such folder", "adapter", ["x", "-o", "no/a.zip"], 1, /no folder no\./u],
    ["no such scores", "../teachingCurve", ["no.json"], 1, /no\.json cannot be read/u],
    [
      "weights that are none",
      "../weightTypes",
      [inFolder("pairs.gguf")],
      1,
      /not a GGUF/u,
    ],
    ["a base that is none", "chat", ["--base", inFolder("pairs.gguf")], 1, /not a GGUF/u],
    [
      "an adapter that is none",
      "check",
      [pairs, "--adapter", pairs, ...BASE],
      1,
      /adapter/u,
    ],
    [
      "words that no hypernetwork reads",
      "chat",
      ["--description", "x", ...BASE],
      2,
      /Nothing turns descriptions into adapters for toy[^]*Usage/u,
    ],
  ];
  beforeAll(() => writeFileSync(inFolder("pairs.gguf"), "a,b\n"));

  test.each(cases)("%s", async (_, command, args, code, words) => {
    const { notes, ...ended } = await run(command, args);
    expect(notes).toMatch(words);
    expect(ended).toEqual({ code, output: "" });
  });
});
