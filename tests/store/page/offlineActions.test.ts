import { expect, test, vi } from "vitest";
import type { OfflineEvents } from "../../../src/store/page/offlineActions";
import { createGate, createReadyStore, createTestStore, settle } from "../appStore";

function connection() {
  const complete = vi.fn();
  const applyUpdate = vi.fn();
  let events: OfflineEvents | undefined;
  return {
    complete,
    applyUpdate,
    events: () => events!,
    connect: async (given: OfflineEvents) => {
      events = given;
      return { complete, applyUpdate };
    },
  };
}

test("the page's large files wait for the models", async () => {
  const gate = createGate();
  const { store } = createTestStore({ before: () => gate.passed });
  const { connect, complete, events } = connection();
  const started = store.actions.start();
  await store.actions.connectOffline(connect);
  expect(complete).not.toHaveBeenCalled();
  gate.open();
  await started;
  await settle();
  expect(complete).toHaveBeenCalledOnce();
  expect(store.getState().offline.status).toBe("partial");
  events().onComplete();
  expect(store.getState().offline.status).toBe("complete");
});

test("an update is told and taken over on request only", async () => {
  const { store } = await createReadyStore();
  const { connect, applyUpdate, events } = connection();
  await store.actions.connectOffline(connect);
  events().onUpdate();
  expect(store.getState().offline.isUpdateReady).toBe(true);
  expect(applyUpdate).not.toHaveBeenCalled();
  store.actions.applyUpdate();
  expect(applyUpdate).toHaveBeenCalledOnce();
});

test("a browser that refuses the worker goes on without", async () => {
  const { store } = await createReadyStore();
  await store.actions.connectOffline(() => Promise.reject(new Error("refused")));
  expect(store.getState().offline.status).toBe("absent");
});
