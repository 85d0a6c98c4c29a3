/**
 * Writes what the page would hand to a person, and what it computes with it, for a check
 * against PEFT: `node --import tsx --import ./scripts/nodeRuntime.mjs scripts/writeAdapter.ts
 * --description TEXT --strength NUMBER --out DIR [--base NAME] [--examples FILE]` writes
 * DIR/adapter.zip, and DIR/page.json with the tokens of a few prompts and DIR/logits.safetensors
 * with the page's next-token logits, as `base` and `adapted` `[prompts, vocabulary]`. The adapter of
 * a base model that no hypernetwork writes for is random. With examples the adapter is taught them,
 * with the page's default settings.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { AdapterCollection } from "../src/engine/adapter/collection";
import { renderConversation } from "../src/engine/base/chatTemplate";
import { loadParts, type LoadedParts, teachingHost } from "../src/engine/loading";
import { createTeacher } from "../src/engine/teaching/teacher";
import { configureRuntime } from "../src/engine/device/runtime";
import {
  type AdapterRow,
  type GeneratedAdapter,
  inMemory,
} from "../src/engine/adapter/rows";
import { openDevice } from "../src/engine/device/devices";
import { writeSafetensors } from "../src/formats/safetensors";
import { defaultTeaching } from "../src/shared/teaching";
import { readExampleFile } from "./commands/givenFiles";
import { folderFiles } from "./folderFiles";
import { benchedModels } from "./gpu/benchedModels";
import { INITIAL_MODELS, loadedWith } from "./initialModels";
import { randomAdapter } from "./randomAdapter";

/** Largest number of a random adapter's B: of much larger ones float32 itself says little. */
const RANDOM_SIZE = 0.01;

const MESSAGES = ["What is the capital of France?", "3/7/24", "She walks to school."];

const { values } = parseArgs({
  options: {
    description: { type: "string" },
    strength: { type: "string", default: "1" },
    base: { type: "string", default: INITIAL_MODELS.baseModelId },
    out: { type: "string" },
    examples: { type: "string" },
  },
});
const { description, out } = values;
const strength = Number(values.strength);
if (!description || !out || !(strength >= 0)) {
  throw new Error(
    "Give --description TEXT and --out DIR, and a --strength of 0 or more.",
  );
}

const root = fileURLToPath(new URL("..", import.meta.url));
const [benched] = benchedModels(root, [values.base]);
configureRuntime({ threads: 2 });
const files = folderFiles(join(root, "public"));
const device = await openDevice("wasm");
const parts = await loadParts(
  files,
  { device: "wasm", contextLength: 256, ...loadedWith(benched!.baseModelId) },
  device,
  () => {},
  undefined,
);
const adapters = new AdapterCollection();
const source = { description, blend: null, lengths: [] };
const timings = { encodeMs: 0, generateMs: 0 };
const made = await adapters.add(parts, source, await anAdapter(parts), timings);
const id = values.examples ? await teach(made.id, values.examples) : made.id;
const { adapter, scaling } = adapters.place(parts, id);
const zip = await adapters.export(id, { strength, scope: null });
const prompts = MESSAGES.map((content) =>
  parts.tokenizer.encode(
    renderConversation(parts.records.base.chatTemplate, [{ role: "user", content }]),
  ),
);

await mkdir(out, { recursive: true });
await writeFile(join(out, "adapter.zip"), zip.bytes);
await writeFile(join(out, "page.json"), JSON.stringify({ prompts }));
await writeFile(
  join(out, "logits.safetensors"),
  writeSafetensors([
    await logits(parts, "base", { adapter: null, scale: 0 }),
    await logits(parts, "adapted", { adapter, scale: scaling * strength }),
  ]),
);
await parts.dispose();

async function anAdapter({
  writer,
  languageModel,
  form,
}: LoadedParts): Promise<GeneratedAdapter> {
  if (writer) {
    const { hypernetwork } = writer;
    return hypernetwork.generate(await hypernetwork.read(description!));
  }
  return inMemory(randomAdapter(languageModel.layout, form.rank, () => RANDOM_SIZE));
}

async function teach(adapterId: string, file: string): Promise<string> {
  const list = await readExampleFile(file, console.error);
  const examples = list.map(({ input, expected }) => ({ input, output: expected }));
  const host = teachingHost(files, parts, device);
  const teacher = createTeacher({
    exclusive: (_, work) => work(),
    host: () => host,
    adapters,
  });
  const taught = await teacher.teach(
    {
      start: { kind: "adapter", adapterId },
      examples,
      heldOut: [],
      settings: defaultTeaching(parts.records.base, examples.length, false),
    },
    () => {},
  );
  return taught.id;
}

async function logits({ languageModel }: LoadedParts, name: string, row: AdapterRow) {
  const batch = languageModel.startBatch(prompts.map(() => row));
  const rows = await batch.prefill(prompts);
  batch.dispose();
  const vocabulary = languageModel.config.vocabulary;
  const joined = new Float32Array(rows.length * vocabulary);
  rows.forEach((values, index) => joined.set(values, index * vocabulary));
  return { name, shape: [rows.length, vocabulary], values: joined };
}
