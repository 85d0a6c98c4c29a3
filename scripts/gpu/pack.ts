/**
 * Packs the GPU bench for a bare Linux x86-64 machine: Node, Dawn, ONNX Runtime, the program,
 * models, SwiftShader and a Vulkan loader, in parts of at most 60 MB.
 */
import { execFile, spawn } from "node:child_process";
import { chmod, cp, mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGzip } from "node:zlib";
import { MODELS, recordOf } from "../../src/shared/models";
import { bundleBench, ROOT } from "./bundle";
import { goldenLogitsFiles } from "../../tests/engine/goldenComparison";
import { type Benched, benchedModels } from "./benchedModels";
import { type Part, writeParts } from "./parts";
import { CHROMIUM_FOLDERS, SOFTWARE_FILES, swiftShaderFolder } from "./vulkan";

const NAME = "bench-gpu";
const PART_BYTES = 60_000_000;

const DAWN = "node_modules/webgpu/dist/linux-x64/dawn.node";
const RUNTIME = "node_modules/onnxruntime-web";

/** Files that the program reads, where the repository has them. */
const FILES = [
  "LICENSE",
  "NOTICE",
  "node_modules/webgpu/package.json",
  "node_modules/webgpu/index.js",
  "node_modules/webgpu/LICENSE.md",
  DAWN,
  `${RUNTIME}/package.json`,
  `${RUNTIME}/dist/ort.webgpu.bundle.min.mjs`,
  `${RUNTIME}/dist/ort-wasm-simd-threaded.asyncify.wasm`,
];

/** Libraries that every Linux with a glibc has, and must have from its own glibc. */
const GLIBC = /^(linux-vdso|ld-linux|libc|libm|libdl|libpthread|librt)\b/;

const START = `#!/bin/sh
# Measures the engine on this machine's GPU and prints a table and JSON; needs a Vulkan driver.
# Options: --base NAME, --software (no GPU: a trial on the processor), --bandwidth GB/S, --json FILE
here=$(cd "$(dirname "$0")" && pwd)
# The C++ libraries that came along are for systems that have none.
"$here/node" --version >/dev/null 2>&1 ||
  export LD_LIBRARY_PATH="$here/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
# Some containers have NVIDIA's driver where the Vulkan loader does not look.
nvidia=/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json
for known in /etc/vulkan/icd.d/*.json /usr/share/vulkan/icd.d/*.json; do
  [ -e "$known" ] && nvidia=
done
if [ -z "$VK_DRIVER_FILES$VK_ICD_FILENAMES" ] && [ -e "$nvidia" ]; then
  export VK_DRIVER_FILES="$nvidia" VK_ICD_FILENAMES="$nvidia"
fi
exec "$here/node" "$here/program/benchMain.mjs" "$here" "$@"
`;

/**
 * Writes `file`.001 and so on, with the base models whose ids begin with these names or all, and
 * says how to run them. Needs tar and ldd.
 */
export async function pack(file: string, bases?: readonly string[]): Promise<void> {
  const software = swiftShaderFolder(CHROMIUM_FOLDERS);
  if (process.platform !== "linux" || process.arch !== "x64" || !software) {
    throw new Error(
      "Packing needs Linux on x86-64 with a Chromium, for its SwiftShader.",
    );
  }
  await mkdir(dirname(file), { recursive: true });
  const staging = join(ROOT, ".cache/benchGpu", NAME);
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  const benched = benchedModels(ROOT, bases);
  for (const path of [...FILES, ...modelPaths(benched), ...goldenPaths(benched)]) {
    await cp(join(ROOT, path), join(staging, path), { recursive: true });
  }
  for (const name of SOFTWARE_FILES) {
    await cp(join(software, name), join(staging, "vulkan", name));
  }
  await cp(await realpath(process.execPath), join(staging, "node"));
  for (const library of await libraries([process.execPath, join(ROOT, DAWN)])) {
    await cp(await realpath(library.path), join(staging, "lib", library.name));
  }
  await bundleBench(join(staging, "program"));
  await writeFile(join(staging, "start.sh"), START);
  await chmod(join(staging, "start.sh"), 0o755);

  const parts = await archive(staging, file);
  await rm(staging, { recursive: true });
  for (const { path, bytes } of parts) {
    console.log(`${path}  ${(bytes / 1e6).toFixed(1)} MB`);
  }
  console.log(`There: cat ${file}.* | tar xz && ${NAME}/start.sh`);
}

/** Folders and files of all models that are measured. */
function modelPaths(benched: readonly Benched[]): string[] {
  const filesOf = (role: "base" | "encoder", id: string) =>
    recordOf(MODELS, role, id).files.map(({ path }) => `${id}/${path}`);
  const paths = benched.flatMap(({ baseModelId, hypernetwork }) => [
    ...filesOf("base", baseModelId),
    ...(hypernetwork
      ? [...filesOf("encoder", hypernetwork.encoderId), hypernetwork.hypernetworkId]
      : []),
  ]);
  return [...new Set(paths)].map((path) => join("public/models", path));
}

/** Files with PyTorch's logits of the base models. */
function goldenPaths(benched: readonly Benched[]): string[] {
  return benched
    .flatMap(({ baseModelId }) => goldenLogitsFiles(baseModelId))
    .map((name) => join("tests/fixtures/golden", name));
}

/** Shared libraries of the programs other than glibc's. */
async function libraries(
  programs: readonly string[],
): Promise<{ name: string; path: string }[]> {
  const found = new Map<string, string>();
  for (const program of programs) {
    const { stdout } = await promisify(execFile)("ldd", [program]);
    for (const [, name, path] of stdout.matchAll(/^\s*(\S+) => (\/\S+)/gm)) {
      if (!GLIBC.test(name!)) found.set(name!, path!);
    }
  }
  return [...found].map(([name, path]) => ({ name, path }));
}

/** The folder as a compressed tar in parts. */
async function archive(folder: string, file: string): Promise<Part[]> {
  const parts: Part[] = [];
  const tar = spawn("tar", ["-c", "-C", dirname(folder), NAME], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve, reject) => {
    tar.on("error", reject);
    tar.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`tar ended with ${code}.`)),
    );
  });
  await pipeline(tar.stdout, createGzip(), writeParts(file, PART_BYTES, parts));
  await ended;
  return parts;
}
