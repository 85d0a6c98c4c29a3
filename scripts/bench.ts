/**
 * Measures the page's own engine in headless Chromium, beside wllama and transformers.js:
 *
 *     npm run bench [-- --device wasm|webgpu|all] [--base NAME] [--quick] [--json FILE]
 *
 * Needs the models that `npm start` fetches. The three run the same base model on two threads, and
 * beside one that is not SmolLM2 that runs, too, as a measure of what bytes of weights cost;
 * the cases take turns, and ratios are medians over the rounds, to hold up on a busy machine.
 * FILE gets the medians of the first device measured, and all samples' spread by device.
 */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Device } from "../src/shared/engine";
import { DEFAULT_MODELS, MODELS, recordOf } from "../src/shared/models";
import { benchedModels } from "./gpu/benchedModels";
import { THREADS } from "./bench/contestant";
import { measure, type Plan } from "./bench/measure";
import { printReport, summarise, type DeviceReport } from "./bench/report";
import { openBench } from "./bench/site";

const { values: options } = parseArgs({
  options: {
    device: { type: "string", default: "all" },
    base: { type: "string", default: DEFAULT_MODELS.base },
    quick: { type: "boolean", default: false },
    json: { type: "string" },
  },
});
const chosen: Device[] = (["wasm", "webgpu"] as const).filter(
  (device) => options.device === "all" || options.device === device,
);
if (chosen.length === 0) {
  console.error(
    "Usage: npm run bench [-- --device wasm|webgpu|all] [--base NAME] [--quick] [--json FILE]",
  );
  process.exit(2);
}

const [benched] = benchedModels(".", [options.base]);
const base = recordOf(MODELS, "base", benched!.baseModelId);
const first = recordOf(MODELS, "base", DEFAULT_MODELS.base);

const devices: Partial<Record<Device, DeviceReport>> = {};
for (const device of chosen) {
  const report = await runDevice(device);
  if (report) devices[device] = report;
}
const headline = devices.wasm ?? devices.webgpu;
if (!headline) process.exit(1);
if (options.json) {
  const { ratios, adapterMs } = headline;
  await writeFile(
    options.json,
    JSON.stringify(
      {
        ratios: Object.fromEntries(
          Object.entries(ratios).map(([name, { median }]) => [name, median]),
        ),
        adapterMs: adapterMs?.median ?? null,
        devices,
      },
      null,
      1,
    ),
  );
}
process.exit(0);

async function runDevice(device: Device): Promise<DeviceReport | null> {
  const bench = await openBench(device, base.id);
  try {
    const { offer } = bench;
    if (device === "webgpu" && offer.status === "unavailable") {
      console.error(`webgpu: not measured. ${offer.reason}`);
      return null;
    }
    const name = offer.status === "available" ? offer.name : "";
    const isSoftware = offer.status === "available" && offer.isFallbackAdapter;
    const plan = device === "wasm" ? wasmPlan() : gpuPlan(isSoftware);
    const report = summarise(
      await measure(bench.contestants, plan),
      `${base.label}; ${note(plan, name, isSoftware)}`,
      base.parameters / first.parameters,
    );
    printReport(plan, report);
    return report;
  } finally {
    await bench.close();
  }
}

function wasmPlan(): Plan {
  return {
    device: "wasm",
    rounds: options.quick ? 2 : 8,
    steps: options.quick ? 4 : 12,
    columns: [1, 2, 4],
    contestants: [
      "engine",
      "plain",
      ...(base === first ? [] : (["smollm2"] as const)),
      "transformers",
      "wllama",
    ],
  };
}

/** A software adapter takes seconds a token: a few steps show that it runs, no more. */
function gpuPlan(isSoftware: boolean): Plan {
  if (!isSoftware)
    return { ...wasmPlan(), device: "webgpu", contestants: ["engine", "plain"] };
  return {
    device: "webgpu",
    rounds: 1,
    steps: 1,
    columns: options.quick ? [2] : [1, 2],
    contestants: ["engine"],
  };
}

function note({ device }: Plan, name: string, isSoftware: boolean): string {
  if (device === "wasm") return `${THREADS} threads; all runtimes decode the same prompt`;
  const alone = "wllama and transformers.js are measured on wasm only";
  if (!isSoftware) return `${name}; ${alone}`;
  return `software adapter (${name}), a few steps only: no measure of a GPU; ${alone}`;
}
