/** Code that an action fetches when it is needed, and that does not arrive. */
import { afterEach, expect, test, vi } from "vitest";
import { AppError } from "../../../src/shared/errors";
import { createReadyStore } from "../appStore";

afterEach(() => vi.doUnmock("../../../src/store/library/file"));

test("a failure with a code is told by whoever asked alone", async () => {
  const { store } = await createReadyStore();
  const failure = new AppError({ code: "out-of-memory", of: "tab" });
  vi.doMock("../../../src/store/library/file", () => ({
    writeLibraryFile() {
      throw failure;
    },
  }));
  await expect(store.actions.exportLibrary()).rejects.toBe(failure);
  expect(store.getState().notice).toBeNull();
});

test("an action whose code does not arrive says so, and works once it does", async () => {
  vi.resetModules();
  const { store } = await createReadyStore();
  vi.doMock("../../../src/store/library/file", () => {
    throw new TypeError("Failed to fetch dynamically imported module");
  });
  await expect(store.actions.exportLibrary()).rejects.toThrow();
  expect(store.getState().notice).toEqual({ kind: "part-failed" });
  vi.doUnmock("../../../src/store/library/file");
  store.actions.dismissNotice();
  expect((await store.actions.exportLibrary()).name).toMatch(/library/);
  expect(store.getState().notice).toBeNull();
});
