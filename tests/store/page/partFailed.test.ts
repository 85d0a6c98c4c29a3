/** Code that an action fetches when it is needed, and that does not arrive. */
import { afterEach, expect, test, vi } from "vitest";
import { AppError } from "../../../src/shared/errors";
import { currentConversation } from "../../../src/store/state";
import { memoryStorage } from "../library/libraryEntries";
import { keptLessons } from "../teaching/lessonStorages";
import { createGeneratedStore, createReadyStore, takeExamples } from "../appStore";

const FILE = "../../../src/store/library/file";
const LESSON = "../../../src/store/teaching/lesson";
const KEEPER = "../../../src/store/teaching/keeper";
const SORTING = "../../../src/store/files/sorting";
const OWN_EXAMPLES = "../../../src/store/check/ownExamples";

afterEach(() => vi.doUnmock(FILE));

/** The part's code does not arrive until it is unmocked. */
function withhold(part: string): void {
  vi.resetModules();
  vi.doMock(part, () => {
    throw new TypeError("Failed to fetch dynamically imported module");
  });
}

test("a failure with a code is told by whoever asked alone", async () => {
  const { store } = await createReadyStore();
  const failure = new AppError({ code: "out-of-memory", of: "tab" });
  vi.doMock(FILE, () => ({
    writeLibraryFile() {
      throw failure;
    },
  }));
  await expect(store.actions.exportLibrary()).rejects.toBe(failure);
  expect(store.getState().notice).toBeNull();
});

test("an action whose code does not arrive says so, and works once it does", async () => {
  const { store } = await createReadyStore();
  withhold(FILE);
  await expect(store.actions.exportLibrary()).rejects.toThrow();
  expect(store.getState().notice).toEqual({ kind: "part-failed" });
  vi.doUnmock(FILE);
  store.actions.dismissNotice();
  expect((await store.actions.exportLibrary()).name).toMatch(/library/);
  expect(store.getState().notice).toBeNull();
});

test.each([
  ["its code", LESSON, KEEPER],
  ["what keeps it", KEEPER, LESSON],
])(
  "a lesson says that %s did not arrive, and is taught once it does",
  async (_, part, other) => {
    const { store } = await createGeneratedStore();
    await takeExamples(store, "cat,animal");
    withhold(part);
    // Vitest gives a module that is on its way half done to whoever asks for it again.
    await import(other);
    await store.actions.teach();
    expect(store.getState()).toMatchObject({
      notice: { kind: "part-failed" },
      teaching: { run: { status: "idle" } },
    });
    vi.doUnmock(part);
    await store.actions.teach();
    expect(store.getState().teaching.run.status).toBe("finished");
  },
);

test("a lesson whose code is still to come can be cancelled, and another begun", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, "cat,animal");
  vi.resetModules();
  vi.doMock(LESSON, () => new Promise(() => {}));
  await import(KEEPER);
  const lesson = store.actions.teach();
  store.actions.stopTeaching();
  await lesson;
  expect(store.getState().teaching.run.status).toBe("idle");
  expect(store.getState().notice).toBeNull();
  vi.doUnmock(LESSON);
  await store.actions.teach();
  expect(store.getState().teaching.run.status).toBe("finished");
});

test("what keeps lessons is opened when it arrives late", async () => {
  const { store } = await createReadyStore();
  await store.actions.openLibrary(memoryStorage().open);
  withhold(KEEPER);
  const kept = keptLessons();
  await expect(store.actions.openLessons(kept.open)).rejects.toThrow();
  vi.doUnmock(KEEPER);
  store.actions.setDescription("Shout.");
  await store.actions.generate();
  await takeExamples(store, "cat,animal");
  await store.actions.teach();
  expect(store.getState().teaching.isKept).toBe(true);
});

test("a check whose code does not arrive says so, and runs once it does", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, "a,1\nb,2\nc,3\nd,4\ne,5");
  withhold(OWN_EXAMPLES);
  await store.actions.startCheck();
  expect(store.getState()).toMatchObject({
    notice: { kind: "part-failed" },
    check: { progress: { status: "idle" }, result: null },
  });
  vi.doUnmock(OWN_EXAMPLES);
  await store.actions.startCheck();
  expect(store.getState().check.result!.end.status).toBe("complete");
});

test("files are not called unreadable where the code that reads them does not arrive", async () => {
  const { store } = await createReadyStore();
  withhold(SORTING);
  const files = [{ path: "a.csv", content: new Blob(["a,1"]) }];
  await expect(store.actions.takeFiles(files)).rejects.toThrow();
  expect(store.getState().notice).toEqual({ kind: "part-failed" });
  vi.doUnmock(SORTING);
  await store.actions.takeFiles(files);
  expect(store.getState().examples.reading.text).toBe("a,1");
});

test("an adapter is imported, and said not to be kept, where what keeps it does not arrive", async () => {
  const { store } = await createReadyStore();
  withhold(KEEPER);
  await store.actions.importAdapter([{ path: "theirs.zip", content: new Blob(["PK"]) }]);
  const { adapter } = currentConversation(store.getState());
  expect(adapter?.imported?.name).toBe("theirs.zip");
  expect(store.getState()).toMatchObject({
    notice: { kind: "part-failed" },
    importing: { status: "idle" },
    teaching: { isKept: false, inTabOnly: [adapter!.checksum] },
  });
  vi.doUnmock(KEEPER);
});
