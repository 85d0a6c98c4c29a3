import { expect, test } from "vitest";
import {
  checkpointsToChoose,
  measuredAdapterMs,
} from "../../../src/store/models/checkpointActions";
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

test("a base model's checkpoints alone are to choose from", async () => {
  const [known] = (await createReadyStore()).store.getState().checkpoints;
  const [small, large] = [known!, { ...known!, id: "qwen2.5-coder-0.5b-t2l-g-sft" }];
  const { store } = await createReadyStore({ checkpoints: [small, large] });
  await expect.poll(() => store.getState().checkpoints).toHaveLength(2);
  expect(checkpointsToChoose(store.getState())).toEqual([small]);
  await store.actions.switchBase("qwen2.5-coder-0.5b-instruct-q4_k_m");
  expect(checkpointsToChoose(store.getState())).toEqual([large]);
});
