/** A lesson as PyTorch gives it, on every device; run by the Node and the GPU tests. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ComputeDevice } from "../../../src/engine/device/device";
import { descend, startOptimizer } from "../../../src/engine/teaching/optimizer";
import { TaughtBase } from "../../../src/engine/teaching/taughtBase";
import {
  byModuleAndLayer,
  type LessonFiles,
  openLessonGolden,
  relativeError,
} from "./lessonGolden";

/** Of gradients. */
const TOLERANCE = 1e-3;
/** Of how far A and B have moved: AdamW divides small gradients, and so their rounding, by themselves. */
const MOVE_TOLERANCE = 5e-3;

export function describeGoldenLesson(
  open: () => Promise<ComputeDevice>,
  files: () => Promise<LessonFiles>,
): void {
  describe("PyTorch's lesson", () => {
    let device: ComputeDevice;
    let golden: LessonFiles["golden"];
    let lesson: ReturnType<typeof openLessonGolden>;
    let base: TaughtBase;

    beforeAll(async () => {
      device = await open();
      const found = await files();
      golden = found.golden;
      lesson = openLessonGolden(found);
      const { gguf, config, layout } = lesson;
      base = await TaughtBase.open({ gguf, config, layout, device });
    });
    afterAll(async () => {
      await base.dispose();
      device.dispose();
    });

    it("has the same gradient for A and B of every module and layer", async () => {
      const { start, rows, read } = lesson;
      const { loss, groups } = await base.gradient(start, golden.scaling, rows);
      expect(loss).toBeCloseTo(golden.losses[0]!, 4);
      const gradient = {
        layout: start.layout,
        groups: groups.map((group, index) => ({
          ...group,
          rank: start.groups[index]!.rank,
        })),
      };
      const found = [...byModuleAndLayer(gradient, "gradient", read)];
      expect(found).toHaveLength(28);
      for (const { name, actual, expected } of found) {
        expect(relativeError(actual, expected), name).toBeLessThan(TOLERANCE);
      }
    });

    it("takes the same steps", async () => {
      const { rows, read, settings } = lesson;
      let [adapter, state] = [lesson.start, startOptimizer(lesson.start)];
      for (let step = 0; step < settings.steps; step++) {
        const { loss, groups } = await base.gradient(adapter, golden.scaling, rows);
        expect(loss).toBeCloseTo(golden.losses[step]!, 3);
        ({ adapter, state } = descend(adapter, groups, state, settings));
        if (step > 0 && step < settings.steps - 1) continue;
        const after = byModuleAndLayer(adapter, `step.${step + 1}`, read);
        const starts = [...byModuleAndLayer(lesson.start, "start", read)];
        for (const [index, { name, actual, expected }] of [...after].entries()) {
          const from = starts[index]!.expected;
          const moved = (values: Float32Array) =>
            values.map((value, at) => value - from[at]!);
          const error = relativeError(moved(actual), moved(expected));
          expect(error, name).toBeLessThan(MOVE_TOLERANCE);
        }
      }
      const loss = await base.loss(adapter, golden.scaling, rows);
      expect(loss).toBeCloseTo(golden.losses[settings.steps]!, 3);
    });
  });
}
