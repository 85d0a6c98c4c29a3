/** The page's own computation in Node: an adapter, and the tokens that it answers with. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AdapterCollection } from "../../src/engine/adapter/collection";
import { importFiles } from "../../src/engine/adapter/importing";
import {
  type AdapterRow,
  type GeneratedAdapter,
  inMemory,
} from "../../src/engine/adapter/rows";
import { unpackAdapter } from "../../src/engine/adapter/tensors";
import { renderConversation } from "../../src/engine/base/chatTemplate";
import { openDevice } from "../../src/engine/device/devices";
import { configureRuntime } from "../../src/engine/device/runtime";
import { loadParts, type LoadedParts } from "../../src/engine/loading";
import type { PortableAdapter } from "../../src/formats/lora/adapter";
import { type AdapterFormat, type GivenFile, isMerged } from "../../src/shared/adapter";
import { folderFiles } from "../../scripts/folderFiles";
import { INITIAL_MODELS, loadedWith } from "../../scripts/initialModels";
import { randomAdapter } from "../../scripts/randomAdapter";

export const ROOT = join(import.meta.dirname, "../..");
/** Folder that scripts/interop.mjs sets up; files of the tests lie there too. */
export const INTEROP = join(ROOT, ".cache", "interop");

export const LONGEST_ANSWER = 12;

export interface Answers {
  prompts: number[][];
  /** Greedy tokens of each prompt, the end of the turn included where it came. */
  alone: number[][];
  adapted: number[][];
}

export type Page = Awaited<ReturnType<typeof openPage>>;

/** Largest number of a random adapter's B: in q and k a wrong order of the rows changes answers. */
const randomSize = (module: string) => (/^[qk]_/u.test(module) ? 0.12 : 0.04);

/** With an adapter from the description; a random one where no hypernetwork writes for the base. */
export async function openPage(
  description: string,
  baseModelId: string = INITIAL_MODELS.baseModelId,
) {
  configureRuntime({ threads: 2 });
  const files = folderFiles(join(ROOT, "public"));
  const parts = await loadParts(
    files,
    { device: "wasm", contextLength: 256, ...loadedWith(baseModelId) },
    await openDevice("wasm"),
    () => {},
    undefined,
  );
  const { languageModel, tokenizer, form, records } = parts;
  const { base } = records;
  const baseFile = join(ROOT, "public/models", base.id, base.files[0].path);
  const adapters = new AdapterCollection();
  const generated = await anAdapter(parts, description);
  const source = { description, lengths: [], blend: null };
  const timings = { encodeMs: 0, generateMs: 0 };
  const summary = await adapters.add(parts, source, generated, timings);
  const { adapter, scaling } = adapters.place(parts, summary.id);
  const portable: PortableAdapter = {
    description,
    checksum: summary.checksum,
    base,
    shape: languageModel.config,
    hypernetwork: form.hypernetwork?.label ?? null,
    importedFrom: null,
    template: form.template,
    rank: summary.rank,
    lowerRanks: summary.lowerRanks,
    alpha: summary.alpha,
    strength: 1,
    targetModules: summary.targetModules,
    modules: unpackAdapter(generated.packed),
  };

  const isOver = (tokens: readonly number[]) =>
    tokens.length > 0 && tokenizer.stopTokens.has(tokens.at(-1)!);

  /** Greedy tokens of all prompts, as rows of one batch. */
  async function answer(row: AdapterRow, prompts: number[][]): Promise<number[][]> {
    const batch = languageModel.startBatch(prompts.map(() => row));
    const answers: number[][] = prompts.map(() => []);
    let logits = await batch.prefill(prompts);
    for (let count = 0; count < LONGEST_ANSWER; count++) {
      const next = logits.map(argmax);
      next.forEach((token, index) => {
        if (!isOver(answers[index]!)) answers[index]!.push(token);
      });
      if (answers.every(isOver)) break;
      logits = await batch.step(next);
    }
    batch.dispose();
    return answers;
  }

  return {
    portable,
    baseFile,
    readBase: () => new Uint8Array(readFileSync(baseFile)),
    export(format: AdapterFormat) {
      const source = isMerged(format) ? this.readBase() : null;
      return adapters.export(summary.id, { strength: 1, scope: null, format }, source);
    },
    /** Text of the tokens that an answer has. */
    textOf(tokens: readonly number[]): string {
      const decoder = tokenizer.streamDecoder();
      for (const token of tokens) decoder.push(token);
      return decoder.finish(!isOver(tokens));
    },
    async answers(messages: readonly string[]): Promise<Answers> {
      const prompts = messages.map((content) =>
        tokenizer.encode(
          renderConversation(base.chatTemplate, [{ role: "user", content }]),
        ),
      );
      return {
        prompts,
        alone: await answer({ adapter: null, scale: 0 }, prompts),
        adapted: await answer({ adapter, scale: scaling }, prompts),
      };
    },
    /** Next-token logits of each prompt with an adapter from files: `[vocabulary]` each. */
    async logitsOf(given: GivenFile[], prompts: number[][]): Promise<Float32Array[]> {
      const { packed, imported } = await importFiles(given, parts);
      const { id } = await adapters.addImported(parts, packed, imported, 0);
      const { adapter: placed, scaling: scale } = adapters.place(parts, id);
      const batch = languageModel.startBatch(
        prompts.map(() => ({ adapter: placed, scale })),
      );
      const logits = await batch.prefill(prompts);
      batch.dispose();
      adapters.release(id);
      return logits;
    },
    dispose: () => parts.dispose(),
  };
}

async function anAdapter(
  { writer, languageModel, form }: LoadedParts,
  description: string,
): Promise<GeneratedAdapter> {
  if (!writer) {
    return inMemory(randomAdapter(languageModel.layout, form.rank, randomSize));
  }
  const { hypernetwork } = writer;
  return hypernetwork.generate(await hypernetwork.read(description));
}

function argmax(values: Float32Array): number {
  let best = 0;
  values.forEach((value, index) => {
    if (value > values[best]!) best = index;
  });
  return best;
}
