import { expect, test } from "vitest";
import { abortedError, AppError } from "../../../src/shared/errors";
import { createGeneratedStore, createReadyStore, createTestStore } from "../appStore";

test("an adapter is inspected once", async () => {
  const { store, engine } = await createGeneratedStore();
  let comparisons = 0;
  const compare = engine.compareToMean;
  engine.compareToMean = (...given) => {
    comparisons += 1;
    return compare(...given);
  };
  await store.actions.inspectAdapter();
  await store.actions.inspectAdapter();
  const { tasks, singularValues, mean, working, failure } = store.getState().inspection;
  expect(tasks).toMatchObject({ explained: 0.17 });
  expect(singularValues).toMatchObject({ adapterId: "adapter-1" });
  expect(mean).toMatchObject({ adapterId: "adapter-1", comparison: { adapter: 0.62 } });
  expect([working, failure, comparisons]).toEqual(["none", null, 1]);
});

test("without an adapter nothing is asked", async () => {
  const { store } = await createReadyStore();
  await store.actions.inspectAdapter();
  await store.actions.testRewordings();
  expect(store.getState().inspection.singularValues).toBeNull();
});

test("a failure is shown and the next try clears it", async () => {
  const { store, engine } = await createGeneratedStore();
  const { singularValues } = engine;
  engine.singularValues = () => Promise.reject(new Error("broken"));
  await store.actions.inspectAdapter();
  expect(store.getState().inspection).toMatchObject({
    working: "none",
    failure: { code: "internal" },
  });
  engine.singularValues = singularValues;
  await store.actions.inspectAdapter();
  expect(store.getState().inspection.failure).toBeNull();
});

test("a site without a list of tasks is told so", async () => {
  const { store, engine } = await createGeneratedStore();
  engine.trainingTasks = async () => null;
  engine.compareToMean = async () => null;
  await store.actions.inspectAdapter();
  expect(store.getState().inspection).toMatchObject({ tasks: "absent", mean: null });
});

test("a list of tasks that cannot be fetched is asked for again", async () => {
  const { store, engine } = await createGeneratedStore();
  const { trainingTasks } = engine;
  engine.trainingTasks = () =>
    Promise.reject(
      new AppError({
        code: "download-failed",
        path: "training-tasks.json",
        fault: { kind: "unreachable" },
      }),
    );
  await store.actions.inspectAdapter();
  expect(store.getState().inspection).toMatchObject({
    tasks: null,
    singularValues: { adapterId: "adapter-1" },
    failure: { code: "download-failed" },
  });
  engine.trainingTasks = trainingTasks;
  await store.actions.inspectAdapter();
  expect(store.getState().inspection).toMatchObject({
    tasks: { explained: 0.17 },
    failure: null,
  });
});

test("the place is that of the latest description", async () => {
  const { store } = await createReadyStore();
  store.actions.setDescription("Shout.");
  const first = store.actions.placeDescription();
  store.actions.setDescription("Shout the whole sentence.");
  await Promise.all([first, store.actions.placeDescription()]);
  expect(store.getState().inspection.place!.description).toBe(
    "Shout the whole sentence.",
  );
});

test("a place that cannot be found is told with its reason, and the next call finds it", async () => {
  const { store, engine } = await createReadyStore();
  const { placeDescription } = engine;
  engine.placeDescription = () =>
    Promise.reject(
      new AppError({
        code: "download-failed",
        path: "models/all-minilm-l6-v2/model.safetensors",
        fault: { kind: "unreachable" },
      }),
    );
  store.actions.setDescription("Shout.");
  const first = store.actions.placeDescription();
  expect(store.getState().inspection).toMatchObject({ isPlacing: true });
  await first;
  expect(store.getState().models.status).toBe("ready");
  expect(store.getState().inspection).toMatchObject({
    place: null,
    isPlacing: false,
    placeFailure: { code: "download-failed" },
  });
  engine.placeDescription = placeDescription;
  await store.actions.placeDescription();
  expect(store.getState().inspection).toMatchObject({
    place: { description: "Shout." },
    isPlacing: false,
    placeFailure: null,
  });
});

test("a place that other models cut short is no failure", async () => {
  const { store, engine } = await createReadyStore();
  engine.placeDescription = () => Promise.reject(abortedError());
  store.actions.setDescription("Shout.");
  await store.actions.placeDescription();
  expect(store.getState().inspection).toMatchObject({
    isPlacing: false,
    placeFailure: null,
  });
});

test("nothing is being placed once the description is gone", async () => {
  const { store } = await createReadyStore();
  store.actions.setDescription("Shout.");
  const first = store.actions.placeDescription();
  store.actions.setDescription(" ");
  await store.actions.placeDescription();
  await first;
  expect(store.getState().inspection.isPlacing).toBe(false);
});

test("no place is looked for before the models are there", async () => {
  const { store } = createTestStore();
  store.actions.setDescription("Shout.");
  await store.actions.placeDescription();
  expect(store.getState().inspection.place).toBeNull();
});

test("rewordings are compared with the adapter on screen", async () => {
  const { store } = await createGeneratedStore();
  await store.actions.testRewordings();
  const { adapterId, wordings } = store.getState().inspection.rewordings!;
  expect(adapterId).toBe("adapter-1");
  expect(wordings[0]).toEqual({ description: "Please shout.", cosine: 0.93 });
});
