/**
 * Measures a step of a lesson in Node, against reading the same tokens with the session that
 * answers, and the memory of the process:
 *
 *     npm run bench-teaching [-- --examples 4] [--threads 2] [--rounds 5]
 *
 * Both are given in wall-clock time and in processor time of all threads; on a busy machine the
 * second is the one to trust. Needs the base model that `npm start` fetches.
 */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { TARGET_MODULES } from "../src/engine/adapter/layout";
import { inMemory } from "../src/engine/adapter/rows";
import { createLanguageModel } from "../src/engine/base/languageModel";
import { createTokenizer } from "../src/engine/base/tokenizer";
import { openDevice } from "../src/engine/device/devices";
import { configureRuntime } from "../src/engine/device/runtime";
import { descend, startOptimizer } from "../src/engine/teaching/optimizer";
import { encodeExamples, packRows } from "../src/engine/teaching/packing";
import { prepareRow } from "../src/engine/teaching/preparation";
import { zeroAdapter } from "../src/engine/teaching/start";
import { TaughtBase } from "../src/engine/teaching/taughtBase";
import { readGguf } from "../src/formats/gguf";
import { DEFAULT_MODELS, MODELS, recordOf } from "../src/shared/models";
import { defaultTeaching } from "../src/shared/teaching";
import { datedExamples } from "./bench/datedExamples";
import { spread } from "./bench/report";

const RANK = 16;
const LONGEST_ROW = 256;

const { values: options } = parseArgs({
  options: {
    examples: { type: "string", default: "4" },
    threads: { type: "string", default: "2" },
    rounds: { type: "string", default: "5" },
  },
});
configureRuntime({ threads: Number(options.threads) });
const record = recordOf(MODELS, "base", DEFAULT_MODELS.base);
const device = await openDevice("wasm");

const file = await readFile(`public/models/${record.id}/${record.files[0].path}`);
const gguf = readGguf(new Uint8Array(file));
const model = await createLanguageModel(gguf, {
  device,
  contextLength: 1024,
  targetModules: TARGET_MODULES,
  sharesA: true,
});
const { config, layout } = model;
const examples = datedExamples(Number(options.examples));
const tokenizer = createTokenizer(gguf, record.chatTemplate);
const encoded = encodeExamples(tokenizer, record.chatTemplate, examples);
const packed = packRows(encoded, LONGEST_ROW);
const tokens = packed.reduce((sum, row) => sum + row.tokens.length, 0);
const idle = await idleMemory();

const opened = await timed(async () => ({
  base: await TaughtBase.open({ gguf, config, layout, device }),
  rows: packed.map((row) => prepareRow(gguf, config, row)),
}));
const { base, rows } = opened.result;
let adapter = zeroAdapter(layout, RANK, 0);
let state = startOptimizer(adapter);
let largest = idle;
const [reading, steps, ratios]: [Spent[], Spent[], Spent[]] = [[], [], []];
// The first round allocates and is not counted.
for (let round = 0; round <= Number(options.rounds); round++) {
  const placed = model.placeAdapter(inMemory(adapter));
  const read = await timed(async () => {
    for (const row of packed) {
      const batch = model.startBatch([{ adapter: placed, scale: 1 }]);
      await batch.prefill([row.tokens]);
      batch.dispose();
    }
  });
  placed.dispose();
  const step = await timed(async () => {
    const { groups } = await base.gradient(adapter, 1, rows, async () => {
      largest = Math.max(largest, process.memoryUsage().rss);
    });
    ({ adapter, state } = descend(adapter, groups, state, {
      ...defaultTeaching(examples.length, true),
      steps: Infinity,
    }));
  });
  if (round === 0) continue;
  reading.push(read);
  steps.push(step);
  ratios.push({ wall: step.wall / read.wall, cpu: step.cpu / read.cpu });
}
console.log(`${examples.length} examples, ${tokens} tokens in ${packed.length} rows`);
console.log(`${options.threads} threads; median of ${options.rounds} rounds\n`);
print("opening, ms", [opened], 0);
print("reading, ms", reading, 0);
print("step, ms", steps, 0);
print("step over reading", ratios, 2);
console.log(
  `memory: ${megabytes(idle)} idle, ${megabytes(largest)} at most while teaching, ` +
    `${(largest / idle).toFixed(2)} times as much`,
);
process.exit(0);

interface Spent {
  wall: number;
  cpu: number;
}

async function timed<T>(work: () => Promise<T>): Promise<Spent & { result: T }> {
  const [started, used] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(used);
  return { wall: performance.now() - started, cpu: (user + system) / 1000, result };
}

function print(what: string, spent: readonly Spent[], digits: number): void {
  const median = (of: keyof Spent) => spread(spent.map((each) => each[of])).median;
  const [wall, cpu] = [median("wall").toFixed(digits), median("cpu").toFixed(digits)];
  console.log(`${what.padEnd(22)}${wall.padStart(8)} wall${cpu.padStart(8)} processor`);
}

/** Bytes of the process when what loading left behind is collected. */
async function idleMemory(): Promise<number> {
  for (let time = 0; time < 4; time++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return process.memoryUsage().rss;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
