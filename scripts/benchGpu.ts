/**
 * Measures the page's engine on this machine's GPU, in Node through Dawn:
 *
 *     npm run bench:gpu [-- --base NAME] [--software] [--bandwidth GB/S] [--json FILE]
 *     npm run bench:gpu -- --pack FILE [--base NAME]
 *
 * Load, description -> adapter, prefill and decode step for 1, 2 and 4 columns, with LoRA and
 * without, and steps of lessons, for every base model that was fetched or those named; first its logits are compared with PyTorch's. --software is a
 * trial on the processor. --pack writes FILE.001 and so on instead: an archive for a bare Linux
 * machine, which needs nothing else there.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleBench, ROOT } from "./gpu/bundle";

const { values: options } = parseArgs({
  options: {
    pack: { type: "string" },
    base: { type: "string", multiple: true },
    software: { type: "boolean", default: false },
    bandwidth: { type: "string" },
    json: { type: "string" },
  },
});
if (options.pack) {
  const { pack } = await import("./gpu/pack");
  await pack(options.pack, options.base);
  process.exit();
}
const program = await bundleBench(join(ROOT, ".cache/benchGpu/program"));
spawn(process.execPath, [program, ROOT, ...process.argv.slice(2)], {
  stdio: "inherit",
}).on("exit", (code) => process.exit(code ?? 1));
