/** Where Dawn finds Vulkan: the system's loader and drivers, or the ones Chromium brings along. */
import { existsSync, realpathSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { CHROMIUM_PATH } from "../chromiumFlags";

const LOADER = "libvulkan.so.1";
const SWIFTSHADER = "vk_swiftshader_icd.json";

/** Keeps a library in the process although Node closes what is no add-on (dlfcn.h). */
const RTLD_NODELETE = 0x1000;

/** Folders where a Chromium may lie, with a loader and SwiftShader in it. */
export const CHROMIUM_FOLDERS: readonly string[] = [
  ...(existsSync(CHROMIUM_PATH) ? [dirname(realpathSync(CHROMIUM_PATH))] : []),
  "/usr/lib/chromium",
  "/usr/lib/chromium-browser",
  "/opt/google/chrome",
];

/** Files of a folder that SwiftShader needs: driver, its description, and a loader. */
export const SOFTWARE_FILES = [LOADER, "libvk_swiftshader.so", SWIFTSHADER] as const;

/** The first folder that has all of SwiftShader; null when none has. */
export function swiftShaderFolder(folders: readonly string[]): string | null {
  const isWhole = (folder: string) =>
    SOFTWARE_FILES.every((name) => existsSync(join(folder, name)));
  return folders.find(isWhole) ?? null;
}

/** Lets Dawn, which asks for the loader by name, find one where the system has none. */
export function provideLoader(folders: readonly string[]): void {
  if (process.platform !== "linux" || load(LOADER)) return;
  folders.some((folder) => load(join(folder, LOADER)));
}

/** Makes SwiftShader the only driver; false when it is nowhere. */
export function chooseSwiftShader(folders: readonly string[]): boolean {
  const folder = swiftShaderFolder(folders);
  if (!folder) return false;
  // The newer name wins over the older one, which older loaders know alone.
  process.env["VK_DRIVER_FILES"] = join(folder, SWIFTSHADER);
  process.env["VK_ICD_FILENAMES"] = join(folder, SWIFTSHADER);
  return true;
}

/** Whether the library is in the process now; Node complains of any that is no add-on. */
function load(library: string): boolean {
  try {
    process.dlopen({ exports: {} }, library, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
    return true;
  } catch (error) {
    return error instanceof Error && error.message.includes("did not self-register");
  }
}
