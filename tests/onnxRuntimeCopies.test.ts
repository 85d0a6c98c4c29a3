import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(ROOT, "dist");

/** Two copies would be two WebAssembly heaps, two GPU devices and two run queues. */
it("has exactly one onnxruntime-web installed, the one transformers.js wants", () => {
  const copies = readdirSync(join(ROOT, "node_modules"), {
    recursive: true,
    encoding: "utf8",
  }).filter((path) => /(^|[\\/])onnxruntime-web[\\/]package\.json$/.test(path));
  expect(copies).toHaveLength(1);
  const version = (name: string) =>
    JSON.parse(
      readFileSync(join(ROOT, "node_modules", name, "package.json"), "utf8"),
    ) as {
      version: string;
      dependencies: Record<string, string>;
    };
  expect(version("@huggingface/transformers").dependencies["onnxruntime-web"]).toBe(
    version("onnxruntime-web").version,
  );
});

it.runIf(existsSync(DIST))(
  "puts exactly one of its WebAssembly files into the build",
  () => {
    const files = readdirSync(DIST, { recursive: true, encoding: "utf8" });
    expect(files.filter((path) => /ort-wasm.*\.wasm$/.test(path))).toHaveLength(1);
  },
);
