import { beforeAll, expect, it } from "vitest";
import { GraphBuilder } from "../../../src/engine/device/graph";
import type { GraphSession } from "../../../src/engine/device/device";
import { openDevice } from "../../../src/engine/device/devices";
import { configureRuntime, Session, Tensor } from "../../../src/engine/device/runtime";

beforeAll(() => configureRuntime({ threads: 1 }));

it("creates and runs sessions that are asked for at the same time", async () => {
  const sessions = await Promise.all([2, 3, 5].map((factor) => multiplier(factor)));
  const results = await Promise.all(
    sessions.flatMap((session) => [session.run(feed(1)), session.run(feed(7))]),
  );
  expect(results.map(({ y }) => y!.data[0])).toEqual([2, 14, 3, 21, 5, 35]);
  await Promise.all(sessions.map((session) => session.dispose()));
});

it("goes on after a model or an input that the runtime refuses", async () => {
  const broken = { model: new Uint8Array([1, 2, 3]), external: [] };
  const refused = Session.create(broken, { executionProviders: ["wasm"] });
  const pending = multiplier(4);
  await expect(refused).rejects.toThrow();
  const session = await pending;
  await expect(session.run({})).rejects.toThrow(/x/);
  expect((await session.run(feed(3)))["y"]!.data[0]).toBe(12);
  await session.dispose();
  await expect(session.dispose()).resolves.toBeUndefined();
});

async function multiplier(factor: number): Promise<GraphSession> {
  const builder = new GraphBuilder("multiplier");
  const x = builder.input("x", "float32", [1]);
  builder.operator("Mul", [x, builder.scalar(factor)], { outputs: ["y"] });
  builder.output("y", "float32", [1]);
  const device = await openDevice("wasm");
  return device.createSession(builder.finish());
}

function feed(value: number) {
  return { x: new Tensor("float32", Float32Array.of(value), [1]) };
}
