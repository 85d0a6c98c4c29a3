import { expect, test } from "vitest";
import { measuredAdapterMs } from "../../../src/store/models/checkpointActions";
import { createGeneratedStore, createReadyStore } from "../appStore";

const ID = "smollm2-135m-t2l-g-sft";

test("the checkpoints are known once the models are, with no time before it is measured", async () => {
  const { store } = await createReadyStore();
  await expect.poll(() => store.getState().checkpoints.map(({ id }) => id)).toEqual([ID]);
  expect(measuredAdapterMs(store.getState(), ID)).toBeNull();
});

test("an adapter measures its hypernetwork and no other", async () => {
  const { store } = await createGeneratedStore();
  expect(measuredAdapterMs(store.getState(), ID)).toBeCloseTo(11.6 + 61.3);
  expect(measuredAdapterMs(store.getState(), "another")).toBeNull();
});
