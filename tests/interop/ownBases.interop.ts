/** Base models that other programs wrote, as a person brings them: transformers' greedy tokens. */
import { execFileSync } from "node:child_process";
import { mkdirSync, openAsBlob, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { folderFiles } from "../../scripts/folderFiles";
import { renderConversation } from "../../src/engine/base/chatTemplate";
import { createTokenizer, type Tokenizer } from "../../src/engine/base/tokenizer";
import { createEngine } from "../../src/engine/engine";
import { MODELS, recordOf } from "../../src/shared/models";
import { GREEDY } from "../../src/shared/sampler";
import { readGguf } from "../../src/formats/gguf";
import { INTEROP, LONGEST_ANSWER, ROOT } from "./page";

const MESSAGES = [
  "What is the capital of France?",
  "Say hello in Spanish.",
  "List three colours.",
  "2 + 2 =",
  "Write the word cat backwards.",
  "Why is the sky blue?",
];
const FOLDER = join(INTEROP, "files", "bases");
const { id, chatTemplate, files } = recordOf(
  MODELS,
  "base",
  "smollm2-135m-instruct-q4_1",
);
const SOURCE = join(ROOT, "public/models", id, files[0].path);
/** The Python that has transformers; `npm run test:interop` sets it up. */
const PYTHON =
  process.env["INTEROP_PYTHON"] ?? join(INTEROP, "peft-new", "bin", "python");

const engine = createEngine({
  files: folderFiles(join(ROOT, "public")),
  runtime: { threads: 2 },
});
let tokenizer: Tokenizer;
let expected: Record<string, number[][]>;

beforeAll(() => {
  tokenizer = createTokenizer(
    readGguf(new Uint8Array(readFileSync(SOURCE))),
    chatTemplate,
  );
  const prompts = MESSAGES.map((content) =>
    tokenizer.encode(renderConversation(chatTemplate, [{ role: "user", content }])),
  );
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, "prompts.json"), JSON.stringify(prompts));
  const script = join(ROOT, "tests/interop/makeBases.py");
  execFileSync(PYTHON, [script, SOURCE, FOLDER, String(LONGEST_ANSWER)], {
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  });
  expected = JSON.parse(readFileSync(join(FOLDER, "answers.json"), "utf8")) as Record<
    string,
    number[][]
  >;
});
afterAll(() => engine.dispose());

it.each(["Q8_0", "Q4_0", "Q6_K"])(
  "SmolLM2 as %s answers as in transformers",
  async (type) => {
    const name = `${type}.gguf`;
    const file = new File([await openAsBlob(join(FOLDER, name))], name);
    const { record } = await engine.inspectBase(file, () => {});
    expect(record).toMatchObject({
      label: type,
      // Of SmolLM2's matrices only those of feed-forward outputs have rows of whole blocks of 256.
      quantization: type === "Q6_K" ? "Q8_0" : type,
      parameters: 134_515_008,
      neededGigabytes: 2,
    });
    await engine.load(
      {
        device: "wasm",
        baseModelId: record.id,
        encoderId: null,
        hypernetworkId: null,
        contextLength: 256,
        ownBase: { record, file },
      },
      () => {},
    );
    const columns = MESSAGES.map((content, index) => ({
      id: String(index),
      messages: [{ role: "user" as const, content }],
      adapterId: null,
      strength: 1,
    }));
    const request = { columns, sampler: GREEDY, maxNewTokens: LONGEST_ANSWER };
    const answers = await engine.chat(request, () => {});
    expect(answers.map(({ text }) => text)).toEqual(expected[type]!.map(textOf));
  },
);

/** Tokens as the page shows them, what has only begun left out of an answer that was cut. */
function textOf(tokens: readonly number[]): string {
  const decoder = tokenizer.streamDecoder();
  for (const token of tokens) decoder.push(token);
  return decoder.finish(!tokenizer.stopTokens.has(tokens.at(-1)!));
}
