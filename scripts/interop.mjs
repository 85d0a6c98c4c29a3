/**
 * `npm run test:interop`: other programs read what the page writes. Installs them beside the
 * project, in .cache/interop (about 2 GB with PyTorch), and runs the tests under tests/interop.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildLlamaCompletion } from "./llamaCompletion.mjs";
import { ensureDependencies, ensureModels, mustRun, ROOT, run, tool } from "./setUp.mjs";

const FOLDER = join(ROOT, ".cache", "interop");
/** With the packages of the CPU alone: those of GPUs are hundreds of megabytes. */
const LLAMA_CPP = ["node-llama-cpp@3.22.1", "@node-llama-cpp/linux-x64@3.22.1"];
const PYTHONS = {
  "peft-new": ["-r", join(ROOT, "training", "requirements.txt"), "onnxruntime==1.32.0"],
  // Two years before the newest.
  "peft-0.13":
    "torch==2.13.0 numpy==2.4.6 safetensors peft==0.13.2 transformers==4.46.3".split(" "),
};

await ensureDependencies();
await ensureModels(["smollm2"]);
mkdirSync(FOLDER, { recursive: true });
if (!existsSync(join(FOLDER, "node_modules", "node-llama-cpp"))) {
  writeFileSync(join(FOLDER, "package.json"), '{ "private": true }\n');
  const quiet = ["--no-audit", "--no-fund", "--omit=optional", "--ignore-scripts"];
  await mustRun("npm", ["install", ...quiet, ...LLAMA_CPP], { cwd: FOLDER });
}
for (const [name, packages] of Object.entries(PYTHONS)) {
  const done = join(FOLDER, name, "installed");
  if (existsSync(done)) continue;
  await mustRun("python3", ["-m", "venv", join(FOLDER, name)]);
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  await mustRun(join(FOLDER, name, "bin", "python"), [...install, ...packages]);
  writeFileSync(done, "");
}
const libraries = "node_modules/@node-llama-cpp/linux-x64/bins/linux-x64";
const isBuilt = await buildLlamaCompletion(
  join(FOLDER, "llama.cpp"),
  join(FOLDER, libraries),
  join(FOLDER, "peft-new", "bin", "python"),
);
if (!isBuilt) console.warn("llama-completion was not built (g++, tar): its tests skip.");
process.exit(await run(tool("vitest"), ["run", "--project", "interop"]));
