/** Path and flags with which every test and script starts Chromium. */

/** The browser that scripts/test.mjs found or installed, else Debian's. */
export const CHROMIUM_PATH = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** Flags for no calls home, and no sandbox, which a container's root cannot have. */
export const QUIET = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Flags for a WebGPU adapter computed on the processor. */
export const SOFTWARE_GPU = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
];
