/** Lessons through the whole engine, on a toy base model. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine } from "../../../src/engine/engine";
import type { AdapterSummary } from "../../../src/shared/adapter";
import { GREEDY } from "../../../src/shared/sampler";
import {
  type LessonStart,
  type TeachingProgress,
  type TeachingSettings,
  type TeachRequest,
} from "../../../src/shared/teaching";
import { TOY_LOAD, TOY_REGISTRY, toySite } from "../toySite";
import { LESSON_SETTINGS } from "../../lessonSettings";

const EXAMPLES = [
  { input: "a", output: "b" },
  { input: "cd", output: "de" },
  { input: "m", output: "n" },
];
const HELD_OUT = [{ input: "xy", output: "yz" }];
const RATE = 0.02;

const engine = createEngine({
  files: toySite(),
  runtime: { threads: 1 },
  registry: TOY_REGISTRY,
});
let generated: AdapterSummary;

beforeAll(async () => {
  await engine.load(TOY_LOAD, () => {});
  generated = await engine.generateAdapter("count");
});
afterAll(() => engine.dispose());

function request(
  settings: Partial<TeachingSettings> = {},
  start: LessonStart = { kind: "adapter", adapterId: generated.id },
): TeachRequest {
  return {
    start,
    examples: EXAMPLES,
    heldOut: HELD_OUT,
    settings: {
      ...LESSON_SETTINGS,
      patience: null,
      rate: RATE,
      steps: 6,
      ...settings,
    },
  };
}

async function answer(adapterId: string | null, strength = 1): Promise<string> {
  const [column] = await engine.chat(
    {
      columns: [
        { id: "0", messages: [{ role: "user", content: "a" }], adapterId, strength },
      ],
      sampler: GREEDY,
      maxNewTokens: 4,
    },
    () => {},
  );
  return column!.text;
}

async function exported(id: string): Promise<string> {
  const { bytes } = await engine.exportAdapter(id, 1);
  return new TextDecoder("latin1").decode(bytes);
}

describe("a lesson", () => {
  it("lowers the loss, and leaves the adapter that it began with as it is", async () => {
    const before = await engine.singularValues(generated.id);
    const told: TeachingProgress[] = [];
    const taught = await engine.teach(request(), (progress) => told.push(progress));
    expect(told.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(told[0]).toMatchObject({ taughtLoss: null, heldOutLoss: expect.any(Number) });
    const losses = told.slice(1).map(({ taughtLoss }) => taughtLoss!);
    expect(losses.at(-1)).toBeLessThan(losses[0]! - 0.1);
    expect(taught.lesson).toMatchObject({
      start: { kind: "adapter", adapterId: generated.id },
      before: null,
      examples: EXAMPLES,
      heldOut: HELD_OUT,
      keptStep: 6,
      heldOutBefore: told[0]!.heldOutLoss,
      steps: told.slice(1).map(({ step, taughtLoss, heldOutLoss }) => ({
        step,
        taughtLoss,
        heldOutLoss,
      })),
    });
    expect(taught).toMatchObject({
      description: "count",
      scaling: generated.scaling,
      rank: generated.rank,
    });
    const { examples } = request();
    expect(taught.taughtOn).toEqual(
      examples.map(({ input, output }) => ({ input, expected: output })),
    );
    expect(taught.checksum).not.toBe(generated.checksum);
    expect(await engine.singularValues(generated.id)).toEqual(before);
    expect(await exported(taught.id)).toContain("taught with 3 examples in 6 steps");
    expect(await answer(taught.id, 0)).toBe(await answer(null));
  });

  it("teaches what it is taught", async () => {
    const taught = await engine.teach(request({ rate: 0.01, steps: 100 }), () => {});
    expect(await answer(taught.id)).toBe("b");
  });

  it("begins at zero with the base model, and gives the same for the same seed", async () => {
    const zero = { kind: "zero" } as const;
    const [first, same, other] = [
      await engine.teach(request({}, zero), () => {}),
      await engine.teach(request({}, zero), () => {}),
      await engine.teach(request({ seed: 1 }, zero), () => {}),
    ];
    expect(same.checksum).toBe(first.checksum);
    expect(other.checksum).not.toBe(first.checksum);
    expect(first.description).toBe("");
    const { steps } = first.lesson!;
    expect(steps.at(-1)!.taughtLoss).toBeLessThan(steps[0]!.taughtLoss);
  });

  it("is kept when it is stopped, and goes on as if it had not been", async () => {
    const whole = await engine.teach(request(), () => {});
    const stopped = await engine.teach(request(), ({ step }) => {
      if (step === 2) void engine.stopTeaching();
    });
    expect(stopped.lesson!.steps).toEqual(whole.lesson!.steps.slice(0, 2));
    const start = { kind: "lesson", adapterId: stopped.id } as const;
    const continued = await engine.teach(request({}, start), () => {});
    expect(continued.checksum).toBe(whole.checksum);
    expect(continued.lesson).toEqual(whole.lesson);
    expect(continued.taughtOn).toEqual(whole.taughtOn);
    await expect(
      engine.teach(request({}, { ...start, adapterId: continued.id }), () => {}),
    ).rejects.toMatchObject({ failure: { fault: { kind: "lesson-over", steps: 6 } } });
    await engine.releaseAdapter(stopped.id);
    await expect(engine.teach(request({}, start), () => {})).rejects.toMatchObject({
      failure: { fault: { kind: "adapter-gone" } },
    });
  });

  it("keeps the step that is best on the examples held out, and ends once they get worse", async () => {
    // What is taught and what is held out contradict each other.
    const heldOut = EXAMPLES.map(({ input }) => ({ input, output: "zz" }));
    const asked = { ...request({ steps: 30, patience: 2 }), heldOut };
    const { lesson, ...summary } = await engine.teach(asked, () => {});
    const losses = lesson!.steps.map(({ heldOutLoss }) => heldOutLoss!);
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(lesson!.keptStep).toBe(best);
    expect(losses).toHaveLength(best + 2);
    const short = await engine.teach(
      { ...request({ steps: 30 }), heldOut },
      ({ step }) => void (step === best && engine.stopTeaching()),
    );
    expect(summary.checksum).toBe(short.checksum);
    const start = { kind: "lesson", adapterId: summary.id } as const;
    const on = { ...request({ steps: 30, patience: 1 }, start), heldOut };
    const { lesson: continued } = await engine.teach(on, () => {});
    expect(continued!.steps.slice(0, best)).toEqual(lesson!.steps.slice(0, best));
  });

  it("remembers the lesson before it, and outlives the adapter it began with", async () => {
    const { id, lesson: first } = await engine.teach(request({ steps: 1 }), () => {});
    const again = request({ steps: 2 }, { kind: "adapter", adapterId: id });
    const second = await engine.teach(again, ({ step }) => {
      if (step === 1) void engine.releaseAdapter(id);
    });
    expect(second.lesson!.before).toEqual(first);
    expect(second.description).toBe("count");
  });

  it("is discarded when it is aborted, and others can follow", async () => {
    const controller = new AbortController();
    const aborted = engine.teach(
      request(),
      ({ step }) => {
        if (step === 1) controller.abort();
      },
      controller.signal,
    );
    await expect(aborted).rejects.toMatchObject({ code: "aborted" });
    expect(
      (await engine.teach(request({ steps: 1 }), () => {})).lesson!.steps,
    ).toHaveLength(1);
  });

  it("lets questions in between two steps", async () => {
    const order: string[] = [];
    let asked: Promise<unknown> | null = null;
    await engine.teach(request(), ({ step }) => {
      order.push(String(step));
      if (step === 1) asked = answer(generated.id).then(() => order.push("answer"));
    });
    await asked;
    expect(order.indexOf("answer")).toBeGreaterThan(order.indexOf("1"));
    expect(order.indexOf("answer")).toBeLessThan(order.indexOf("6"));
  });

  it("goes on when the same models are loaded anew", async () => {
    const whole = await engine.teach(request(), () => {});
    let loading: Promise<unknown> | null = null;
    const moved = await engine.teach(request(), ({ step }) => {
      if (step === 2) loading = engine.load(TOY_LOAD, () => {});
    });
    await loading;
    expect(moved.checksum).toBe(whole.checksum);
  });

  it("goes on when the same models take their time to load anew", async () => {
    const whole = await engine.teach(request(), () => {});
    const site = toySite();
    const slow = createEngine({
      files: {
        ...site,
        async read(...asked) {
          await new Promise((resolve) => setTimeout(resolve, 20));
          return site.read(...asked);
        },
      },
      runtime: { threads: 1 },
      registry: TOY_REGISTRY,
    });
    await slow.load(TOY_LOAD, () => {});
    const { id: adapterId } = await slow.generateAdapter(generated.description);
    let loading: Promise<unknown> | null = null;
    const start = { kind: "adapter", adapterId } as const;
    const moved = await slow.teach(request({}, start), ({ step }) => {
      if (step === 2) loading = slow.load(TOY_LOAD, () => {});
    });
    await loading;
    await slow.dispose();
    expect(moved.checksum).toBe(whole.checksum);
  });

  it("teaches B alone, and only the modules it is told to", async () => {
    const lone = await engine.teach(request({ trained: "B" }), () => {});
    const part = await engine.teach(request({ modules: ["v_proj"] }), () => {});
    const norms = ({ norms: all }: AdapterSummary, module: string) =>
      all.find((norm) => norm.module === module)!.perLayer;
    expect(lone.checksum).not.toBe(generated.checksum);
    expect(norms(part, "v_proj")).not.toEqual(norms(generated, "v_proj"));
    // All modules of this hypernetwork's adapters share their A, which is taught with any of them.
    const both = { modules: ["v_proj"], trained: "B" } as const;
    const onlyB = await engine.teach(request({ ...both, modules: ["v_proj"] }), () => {});
    expect(norms(onlyB, "q_proj")).toEqual(norms(generated, "q_proj"));
    expect(norms(onlyB, "v_proj")).not.toEqual(norms(generated, "v_proj"));
  });

  it.each([
    ["growing", 1],
    ["not-finite", 1e30],
  ])(
    "ends with a failure, %s, at a rate of %d, and harms nothing",
    async (kind, rate) => {
      const { id: adapterId } = await engine.teach(request({ steps: 20 }), () => {});
      const before = await engine.singularValues(adapterId);
      const asked = request({ rate, clip: 1e9 }, { kind: "adapter", adapterId });
      await expect(engine.teach(asked, () => {})).rejects.toMatchObject({
        code: "lesson-failed",
        failure: { fault: { kind } },
      });
      expect(await engine.singularValues(adapterId)).toEqual(before);
      expect(await engine.teach(request({ steps: 1 }), () => {})).toHaveProperty(
        "lesson",
      );
    },
  );

  it("refuses a second lesson beside the first", async () => {
    const first = engine.teach(request({ steps: 1 }), () => {});
    await expect(engine.teach(request(), () => {})).rejects.toMatchObject({
      failure: { fault: { kind: "lesson-running" } },
    });
    await first;
  });

  it.each([
    ["no-examples", { examples: [] }],
    ["empty-example", { examples: [...EXAMPLES, { input: "a", output: " " }] }],
    ["empty-example", { heldOut: [{ input: "", output: "b" }] }],
    ["long-example", { examples: [{ input: "cd".repeat(40), output: "b" }] }],
    ["no-lesson", { start: "lesson" }],
    ["teaching-setting", { settings: { ...LESSON_SETTINGS, steps: 0 } }],
    ["teaching-setting", { settings: { ...LESSON_SETTINGS, rate: NaN } }],
    ["teaching-setting", { settings: { ...LESSON_SETTINGS, patience: 0 } }],
    ["teaching-setting", { settings: { ...LESSON_SETTINGS, modules: ["o_proj"] } }],
  ])("refuses %s", async (kind, { start, ...changes }: Record<string, unknown>) => {
    const asked = { ...request(), ...changes };
    if (start) asked.start = { kind: "lesson", adapterId: generated.id };
    await expect(engine.teach(asked, () => {})).rejects.toMatchObject({
      code: "bad-input",
      failure: { fault: { kind } },
    });
  });
});
