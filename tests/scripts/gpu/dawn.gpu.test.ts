import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CHROMIUM_FOLDERS, swiftShaderFolder } from "../../../scripts/gpu/vulkan";
import { openSharedGpu } from "../../engine/device/sharedGpu";

describe("writeBuffer takes views of shared memory", () => {
  const bytes = Uint8Array.from({ length: 64 }, (_, index) => index + 1);
  const shared = new SharedArrayBuffer(64);
  new Uint8Array(shared).set(bytes);

  it.each<[string, ArrayBufferView | SharedArrayBuffer, number[], number, number]>([
    ["a whole view", new Uint8Array(shared, 8, 16), [], 8, 24],
    ["elements of a view", new Uint16Array(shared, 8, 16), [2, 6], 12, 24],
    ["a view from an element on", new Uint32Array(shared, 8, 4), [1], 12, 24],
    ["bytes of a DataView", new DataView(shared, 4, 40), [4, 8], 8, 16],
    ["bytes of the memory", shared, [4, 8], 4, 12],
  ])("%s", async (_, data, range, from, to) => {
    const { gpu } = await openSharedGpu();
    const buffer = gpu.createBuffer(64);
    gpu.device.queue.writeBuffer(buffer, 4, data as GPUAllowSharedBufferSource, ...range);
    const found = new Uint8Array((await gpu.read(buffer, 16)).buffer);
    buffer.destroy();
    const expected = new Uint8Array(64);
    expected.set(bytes.subarray(from, to), 4);
    expect([...found]).toEqual([...expected]);
  });
});

it.runIf(process.platform === "linux")(
  "a software adapter is not taken for a GPU unless asked for",
  async () => {
    const driver = `${swiftShaderFolder(CHROMIUM_FOLDERS)}/vk_swiftshader_icd.json`;
    const { code, stderr } = await runScript(["--device", "webgpu"], driver);
    expect(code).toBe(1);
    expect(stderr).toMatch(/found no GPU, only .*swiftshader.*--software/i);
    const told = await runScript(["--device", "webgpu", "--software"], driver);
    expect(told).toMatchObject({ code: 0 });
    expect(told.stderr).toMatch(/swiftshader.*a software adapter, no GPU/i);
  },
);

it.runIf(process.platform === "linux")("says that there is no GPU at all", async () => {
  const { code, stderr } = await runScript(["--device", "webgpu"], "/nowhere.json");
  expect(code).toBe(1);
  expect(stderr).toMatch(/Dawn found no GPU\. It needs a driver for Vulkan/);
});

/** A script that does nothing, called as the engine's scripts are. */
function runScript(
  options: string[],
  driver: string,
): Promise<{ code: number; stderr: string }> {
  const preload = ["--import", "tsx", "--import", "./scripts/nodeRuntime.mjs"];
  const env = { ...process.env, VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver };
  const cwd = fileURLToPath(new URL("../../..", import.meta.url));
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...preload, "-e", "process.exit()", "--", ...options],
      { cwd, env },
      (_, __, stderr) => resolve({ code: child.exitCode ?? -1, stderr }),
    );
  });
}
