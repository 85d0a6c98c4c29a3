/** Taught adapters and running lessons that are saved, and put back into another engine. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createEngine } from "../../../src/engine/engine";
import type { AdapterSummary, SavedAdapter } from "../../../src/shared/adapter";
import type { LessonStart, TeachRequest } from "../../../src/shared/teaching";
import { TOY_LOAD, TOY_REGISTRY, toySite } from "../toySite";
import { LESSON_SETTINGS } from "../../lessonSettings";

const open = () =>
  createEngine({ files: toySite(), runtime: { threads: 1 }, registry: TOY_REGISTRY });
const engine = open();
/** The engine of the next visit. */
const next = open();
let generated: AdapterSummary;

beforeAll(async () => {
  await engine.load(TOY_LOAD, () => {});
  await next.load(TOY_LOAD, () => {});
  generated = await engine.generateAdapter("count");
});
afterAll(() => Promise.all([engine.dispose(), next.dispose()]));

function request(steps: number, start?: LessonStart): TeachRequest {
  return {
    start: start ?? { kind: "adapter", adapterId: generated.id },
    examples: [
      { input: "a", output: "b" },
      { input: "cd", output: "de" },
    ],
    heldOut: [],
    settings: { ...LESSON_SETTINGS, rate: 0.02, steps },
  };
}

/** What outlives the engine: a copy. */
const sent = (saved: SavedAdapter | null) => structuredClone(saved!);

it("a taught adapter is put back to the bit, with all that is known of it", async () => {
  const taught = await engine.teach(request(4), () => {});
  const restored = await next.restoreAdapter(sent(await engine.saveAdapter(taught.id)));
  const { goesOnFrom, ...facts } = taught;
  expect(goesOnFrom).toBe(4);
  expect({ ...restored, timings: null }).toEqual({
    ...facts,
    id: restored.id,
    timings: null,
  });
  expect(await next.singularValues(restored.id)).toEqual(
    await engine.singularValues(taught.id),
  );
  const start = { kind: "lesson", adapterId: restored.id } as const;
  await expect(next.teach(request(6, start), () => {})).rejects.toMatchObject({
    failure: { fault: { kind: "no-lesson" } },
  });
});

it("a running lesson is saved after each step, and gone on with as if nothing had been", async () => {
  expect(await engine.saveLesson()).toBeNull();
  const saves: Promise<SavedAdapter | null>[] = [];
  const whole = await engine.teach(request(5), () => saves.push(engine.saveLesson()));
  const saved = await Promise.all(saves);
  expect(saved.map((one) => one?.lesson!.steps.length ?? 0)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(await engine.saveLesson()).toBeNull();
  const restored = await next.restoreAdapter(sent(saved[3]!));
  expect(restored.lesson).toMatchObject({ keptStep: 3, settings: { steps: 5 } });
  expect(restored.goesOnFrom).toBe(3);
  const start = { kind: "lesson", adapterId: restored.id } as const;
  const told: number[] = [];
  const ended = await next.teach(request(5, start), ({ step }) => told.push(step));
  expect(told).toEqual([3, 4, 5]);
  expect(ended.checksum).toBe(whole.checksum);
  expect(ended.lesson!.steps).toEqual(whole.lesson!.steps);
});

it("an interrupted lesson keeps its best step, and goes on from the last one", async () => {
  const wanted: TeachRequest = {
    ...request(8),
    heldOut: [{ input: "ef", output: "zz" }],
    settings: { ...request(8).settings, rate: 0.2, patience: 3 },
  };
  const saves: Promise<SavedAdapter | null>[] = [];
  const whole = await engine.teach(wanted, () => saves.push(engine.saveLesson()));
  const { keptStep, steps } = whole.lesson!;
  // Otherwise there is no best step to lose.
  expect(keptStep).toBeLessThan(steps.length);
  const saved = sent((await Promise.all(saves)).at(-2)!);
  const { step: last } = saved.lesson!.steps.at(-1)!;
  expect(last).toBe(steps.length - 1);
  expect(last).toBeGreaterThan(keptStep);
  const restored = await next.restoreAdapter(saved);
  expect(restored.lesson!.keptStep).toBe(keptStep);
  expect(restored.checksum).toBe(whole.checksum);
  expect(restored.goesOnFrom).toBe(last);
  const start = { kind: "lesson", adapterId: restored.id } as const;
  const ended = await next.teach({ ...wanted, start }, () => {});
  expect(ended.lesson!.steps).toEqual(steps);
  expect(ended.lesson!.keptStep).toBe(keptStep);
  expect(ended.checksum).toBe(whole.checksum);
  // What the optimizer had gathered at the best step is gone.
  expect(ended.goesOnFrom).toBeUndefined();
});

it("a lesson that was stopped and gone on with says how to repeat it", async () => {
  const first = await engine.teach({ ...request(6), until: 2 }, () => {});
  expect(first.lesson!.steps).toHaveLength(2);
  const start = { kind: "lesson", adapterId: first.id } as const;
  const on = await engine.teach(request(9, start), () => {});
  expect(on.lesson!.earlier).toEqual([{ settings: request(6).settings, until: 2 }]);
  const again = await next.generateAdapter("count");
  const { settings, until } = on.lesson!.earlier[0]!;
  const part = await next.teach(
    { ...request(6, { kind: "adapter", adapterId: again.id }), settings, until },
    () => {},
  );
  const repeated = await next.teach(
    request(9, { kind: "lesson", adapterId: part.id }),
    () => {},
  );
  expect(repeated.checksum).toBe(on.checksum);
});

it("another hypernetwork's adapter and a damaged one are refused", async () => {
  const saved = await engine.saveAdapter(generated.id);
  await expect(
    next.restoreAdapter({ ...saved, hypernetworkId: "other" }),
  ).rejects.toMatchObject({
    failure: { fault: { kind: "other-hypernetwork", hypernetwork: "other" } },
  });
  await expect(
    next.restoreAdapter({ ...saved, bytes: saved.bytes.slice(0, 100) }),
  ).rejects.toMatchObject({ code: "bad-file" });
});

it("how far teaching went is told layer by layer; nothing is 0, zero has no words", async () => {
  const still = (await engine.movement(generated.id))!;
  const taught = await engine.teach(request(4), () => {});
  const moved = (await engine.movement(taught.id))!;
  expect(moved.map(({ module }) => module)).toEqual(
    taught.norms.map(({ module }) => module),
  );
  const sum = (norms: AdapterSummary["norms"]) =>
    norms.flatMap(({ perLayer }) => perLayer).reduce((total, norm) => total + norm, 0);
  expect(sum(still)).toBeLessThan(1e-3 * sum(generated.norms));
  expect(sum(moved)).toBeGreaterThan(1e-2 * sum(generated.norms));
  const zero = await engine.teach(request(1, { kind: "zero" }), () => {});
  expect(await engine.movement(zero.id)).toBeNull();
});

it("with another layout's models a lesson cannot go on, nor be measured from its words", async () => {
  const visit = open();
  await visit.load(TOY_LOAD, () => {});
  const { id: adapterId } = await visit.generateAdapter("count");
  const taught = await visit.teach(request(2, { kind: "adapter", adapterId }), () => {});
  expect(await visit.movement(taught.id)).not.toBeNull();
  await visit.load({ ...TOY_LOAD, hypernetworkId: null }, () => {});
  const start = { kind: "lesson", adapterId: taught.id } as const;
  await expect(visit.teach(request(4, start), () => {})).rejects.toMatchObject({
    failure: { fault: { kind: "no-lesson" } },
  });
  expect(await visit.movement(taught.id)).toBeNull();
  const on = { kind: "adapter", adapterId: taught.id } as const;
  expect((await visit.teach(request(1, on), () => {})).lesson!.keptStep).toBe(1);
  await visit.dispose();
});
