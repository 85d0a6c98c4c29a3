import { expect, test } from "vitest";
import { measuredGenerateMs } from "../../src/store/checkpointActions";
import { createGeneratedStore, createReadyStore } from "./appStore";

const ID = "smollm2-135m-t2l-l-sft";

test("the checkpoints are known once the models are, with no time before it is measured", async () => {
  const { store } = await createReadyStore();
  await expect.poll(() => store.getState().checkpoints.map(({ id }) => id)).toEqual([ID]);
  expect(measuredGenerateMs(store.getState(), ID)).toBeNull();
});

test("an adapter measures its hypernetwork and no other", async () => {
  const { store } = await createGeneratedStore();
  expect(measuredGenerateMs(store.getState(), ID)).toBe(61.3);
  expect(measuredGenerateMs(store.getState(), "another")).toBeNull();
});
