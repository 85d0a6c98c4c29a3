/** Lessons through the whole engine on a GPU, which is lost in one of them. */
import { expect, test } from "vitest";
import { createEngine } from "../../../src/engine/engine";
import { runtimeFiles } from "../../../src/engine/device/runtimeFiles";
import { watchDevices } from "../device/watchDevices";
import { TOY_LOAD, TOY_REGISTRY, toySite } from "../toySite";
import { LESSON_SETTINGS } from "../../lessonSettings";

test("a lesson goes on where it was when its device is lost", async () => {
  const engine = createEngine({
    files: toySite(),
    runtime: { threads: 1, files: runtimeFiles(location.href) },
    registry: TOY_REGISTRY,
  });
  const devices = watchDevices();
  await engine.load({ ...TOY_LOAD, device: "webgpu" }, () => {});
  const { id } = await engine.generateAdapter("count");
  const request = {
    start: { kind: "adapter", adapterId: id } as const,
    examples: [
      { input: "a", output: "b" },
      { input: "cd", output: "de" },
    ],
    heldOut: [],
    settings: { ...LESSON_SETTINGS, rate: 0.02, steps: 4 },
  };
  const losses = async (onStep: (step: number) => void) => {
    const { lesson } = await engine.teach(request, ({ step }) => onStep(step));
    return lesson!.steps.map(({ taughtLoss }) => taughtLoss);
  };
  const whole = await losses(() => {});
  expect(whole).toHaveLength(4);
  expect(whole.at(-1)).toBeLessThan(whole[0]! - 0.1);

  const broken = await losses((step) => {
    if (step === 2) devices.at(-1)!.destroy();
  });
  expect(devices).toHaveLength(2);
  broken.forEach((loss, step) => expect(loss).toBeCloseTo(whole[step]!, 4));
  await engine.dispose();
}, 240_000);
