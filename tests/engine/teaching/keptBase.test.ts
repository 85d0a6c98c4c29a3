/** Lessons on a base model whose file is kept by the browser. */
import { expect, test } from "vitest";
import { createEngine } from "../../../src/engine/engine";
import type { ModelFiles } from "../../../src/engine/files/modelFiles";
import type { TeachRequest } from "../../../src/shared/teaching";
import { TOY_LOAD, TOY_REGISTRY, toySettings, toySite } from "../toySite";

const LESSON: TeachRequest = {
  start: { kind: "zero" },
  examples: [{ input: "hi", output: "count" }],
  heldOut: [],
  settings: toySettings(2, 0.01),
};

async function taughtBy(files: ModelFiles): Promise<string> {
  const engine = createEngine({
    files,
    runtime: { threads: 1 },
    registry: TOY_REGISTRY,
  });
  await engine.load(TOY_LOAD, () => {});
  const { checksum } = await engine.teach(LESSON, () => {});
  await engine.dispose();
  return checksum;
}

test("a lesson reads the kept file in parts, and gives the same adapter", async () => {
  const site = toySite();
  const whole: string[] = [];
  let largest = 0;
  const kept = new Map<string, Uint8Array>();
  const files: ModelFiles = {
    ...site,
    async read(path, expected, onBytes, signal) {
      whole.push(path);
      const bytes = await site.read(path, expected, onBytes, signal);
      kept.set(path, bytes);
      return bytes;
    },
    async openKept(path) {
      const bytes = kept.get(path);
      if (!bytes) return null;
      return (from, to) => {
        if (from > 0) largest = Math.max(largest, to - from);
        return bytes.slice(from, to);
      };
    },
  };
  expect(await taughtBy(files)).toBe(await taughtBy(toySite()));
  const ofBase = whole.filter((path) => path.endsWith(".gguf"));
  expect(ofBase).toHaveLength(1);
  expect(largest).toBeGreaterThan(0);
  expect(largest).toBeLessThan(kept.get(ofBase[0]!)!.byteLength / 2);
});
