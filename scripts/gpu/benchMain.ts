/**
 * The program that scripts/benchGpu.ts and the packed start script run:
 * `node benchMain.mjs ROOT [--base NAME] [--software] [--bandwidth GB/S] [--json FILE]`.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { memoryBandwidth } from "./bandwidth";
import type { GpuReport } from "./benchReport";
import { adapterWords } from "./dawn";
import { openGpuRuntime } from "./runtime";
import { benchedModels } from "./benchedModels";
import { CHROMIUM_FOLDERS } from "./vulkan";

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
// Dawn keeps the process alive.
process.exit();

/** False when the logits are wrong. */
async function main(): Promise<boolean> {
  const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      base: { type: "string", multiple: true },
      software: { type: "boolean", default: false },
      bandwidth: { type: "string" },
      json: { type: "string" },
    },
  });
  const root = positionals[0] ?? ".";
  const adapter = await openGpuRuntime({
    software: options.software,
    folders: [join(root, "vulkan"), ...CHROMIUM_FOLDERS],
  });
  console.error(`WebGPU on ${adapterWords(adapter)}`);
  // These import ONNX Runtime, which looks for a GPU then.
  const { benchModels } = await import("./benchModels");
  const { hostFacts, printGpuReport } = await import("./benchReport");
  const report: GpuReport = {
    adapter,
    memoryBandwidth: options.bandwidth
      ? 1e9 * Number(options.bandwidth)
      : memoryBandwidth(adapter.name),
    host: hostFacts(),
    models: [],
  };
  for (const benched of benchedModels(root, options.base)) {
    report.models.push(
      await benchModels(benched, { root, isSoftware: adapter.isSoftware }),
    );
  }
  printGpuReport(report);
  const json = JSON.stringify(report, null, 1);
  if (options.json) await writeFile(options.json, json);
  else console.log(json);
  return report.models.every(({ check }) => check?.hasPassed ?? true);
}
