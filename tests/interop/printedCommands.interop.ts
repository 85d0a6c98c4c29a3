/** The commands and the Modelfile that downloads have in them, as a person finds them there. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unzip } from "../../src/formats/lora/archive";
import { promptText, renderConversation } from "../../src/engine/base/chatTemplate";
import { CHATML } from "../../src/shared/chatTemplates";
import { type Answers, INTEROP, openPage, type Page, ROOT } from "./page";

const DESCRIPTION = "Return only the first letter of each word";
/** What the commands ask. */
const MESSAGE = "Your message";
const FILES = join(INTEROP, "files", "printed");
const PROGRAMS = join(INTEROP, "llama.cpp");
const GO = process.env["GO"] ?? "go";

let page: Page;
let answers: Answers;

beforeAll(async () => {
  rmSync(FILES, { recursive: true, force: true });
  page = await openPage(DESCRIPTION);
  answers = await page.answers([MESSAGE]);
  for (const format of ["gguf", "merged-f16"] as const) {
    mkdirSync(join(FILES, format), { recursive: true });
    const { bytes } = await page.export(format);
    for (const file of await unzip(bytes, () => true)) {
      writeFileSync(join(FILES, format, file.name), file.bytes);
    }
  }
  linkSync(page.baseFile, join(FILES, "gguf", basename(page.baseFile)));
});
afterAll(() => page?.dispose());

describe.runIf(existsSync(join(PROGRAMS, "llama-completion")))("llama-completion", () => {
  it.each(["gguf", "merged-f16"] as const)(
    "answers as the page, by the command in the README of %s",
    (format) => {
      const [prompt] = answers.prompts;
      const [tokens] = answers.adapted;
      const output = runPrinted(join(FILES, format));
      console.log(format, JSON.stringify(output));
      // It writes the prompt without its special tokens, and then the answer.
      const answer = page.textOf(tokens!);
      expect(answer).not.toBe(page.textOf(answers.alone[0]!));
      expect(output.startsWith(page.textOf([...prompt!, ...tokens!]))).toBe(true);
    },
  );
});

/** Standard output of the README's first command, run in its folder as it stands there. */
function runPrinted(folder: string): string {
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  const command = /```sh\n(llama-completion [^]*?)```/u.exec(readme)![1]!;
  const { status, stdout, stderr } = spawnSync("bash", ["-e", "-c", command], {
    cwd: folder,
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${PROGRAMS}:${process.env["PATH"]}`,
      // A second thread would spin where other programs need the processor.
      LLAMA_ARG_THREADS: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  expect(status, stderr).toBe(0);
  return stdout;
}

describe("the Modelfile", () => {
  it.each(["gguf", "merged-f16"] as const)("of %s names files beside it", (format) => {
    const modelfile = readFileSync(join(FILES, format, "Modelfile"), "utf8");
    const named = [...modelfile.matchAll(/^(?:FROM|ADAPTER) (.+)$/gmu)];
    expect(named).toHaveLength(format === "gguf" ? 2 : 1);
    for (const [, path] of named) {
      expect(existsSync(join(FILES, format, path!)), path).toBe(true);
    }
  });

  const hasGo = spawnSync(GO, ["version"]).status === 0;
  it.runIf(hasGo)(
    "has a template that Go, which Ollama is written in, renders as the page",
    () => {
      const messages = [
        { role: "system", content: "Be {{ brief }}." },
        { role: "user", content: "One?" },
        { role: "assistant", content: "1" },
        { role: "user", content: 'A "line"\nand <another>' },
      ] as const;
      const script = join(ROOT, "tests/interop/renderModelfile.go");
      const modelfile = join(FILES, "gguf", "Modelfile");
      const output = execFileSync(GO, ["run", script, modelfile], {
        input: JSON.stringify(messages),
        encoding: "utf8",
      });
      expect(output).toBe(promptText(renderConversation(CHATML, messages)));
    },
  );
});
