/** How every test and script starts Chromium: which one, and with which flags. */

/** What scripts/test.mjs found or installed; Debian's otherwise. */
export const CHROMIUM_PATH = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** No calls home, and no sandbox, which a container's root cannot have. */
export const QUIET = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A WebGPU adapter computed on the processor. */
export const SOFTWARE_GPU = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
];
