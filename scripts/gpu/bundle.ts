/** Makes one program of the GPU bench, which Node runs without a compiler. */
import { join } from "node:path";
import { build } from "vite";

export const ROOT = join(import.meta.dirname, "../..");
const ENTRY = "benchMain.mjs";

/** Writes the program into `folder`, which it empties, and returns its path. */
export async function bundleBench(folder: string): Promise<string> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: "error",
    publicDir: false,
    resolve: {
      alias: {
        "@huggingface/transformers": join(
          ROOT,
          "node_modules/@huggingface/transformers/dist/transformers.web.js",
        ),
      },
    },
    ssr: { noExternal: true },
    build: {
      ssr: "scripts/gpu/benchMain.ts",
      outDir: folder,
      emptyOutDir: true,
      target: "node20",
      rolldownOptions: {
        // They load files that lie beside them.
        external: [/^onnxruntime-web/, "webgpu"],
        output: { entryFileNames: ENTRY, chunkFileNames: "[name].mjs" },
      },
    },
  });
  return join(folder, ENTRY);
}
