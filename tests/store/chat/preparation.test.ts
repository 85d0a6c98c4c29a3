/** Columns whose adapter cannot be had: they fail alone, and say what is so. */
import { expect, test } from "vitest";
import { AppError } from "../../../src/shared/errors";
import { MODELS } from "../../../src/shared/models";
import { currentConversation } from "../../../src/store/state";
import {
  ask,
  createGeneratedStore,
  createReadyStore,
  settle,
  takeExamples,
  turns,
} from "../appStore";
import { libraryEntry, memoryStorage, adapterOf } from "../library/libraryEntries";

const FINISHED = { status: "finished", finish: "stop" };
const MISSING = { code: "bad-input", fault: { kind: "numbers-missing" } };

/** An imported adapter out of the library, in a browser that does not have its numbers. */
async function withoutNumbers() {
  const imported = {
    name: "theirs.zip",
    baseName: null,
    vainPatterns: [],
    rank: 8,
    modules: ["q_proj"],
  };
  const entry = libraryEntry({
    hypernetwork: null,
    base: {
      id: "smollm2-135m-instruct-q4_1",
      label: "SmolLM2",
      sha256: "b2".repeat(32),
    },
    adapter: { ...adapterOf("a1".repeat(32)), imported },
  });
  const { store, engine } = await createReadyStore();
  await store.actions.openLibrary(memoryStorage([entry]).open);
  await store.actions.openEntry(entry.id);
  expect(currentConversation(store.getState()).isAdapterLoaded).toBe(false);
  return { store, engine, checksum: entry.adapter.checksum };
}

test("an adapter whose numbers are missing fails alone, and the others answer", async () => {
  const { store } = await withoutNumbers();
  await ask(store, "hello");
  expect(turns(store)[0]!.answers).toMatchObject({
    base: { outcome: FINISHED },
    adapted: { outcome: { status: "failed", failure: MISSING } },
  });
});

test("a control whose numbers are missing says the same", async () => {
  const { store, checksum } = await withoutNumbers();
  store.actions.addColumn({ kind: "kept", description: "", taught: checksum });
  await ask(store, "hello");
  expect(turns(store)[0]!.answers["kept-1"]!.outcome).toMatchObject({ failure: MISSING });
});

test("a check asks the columns that have their adapters, and names the others", async () => {
  const { store } = await withoutNumbers();
  await takeExamples(store, "a,b\nc,d\ne,f\ng,h\ni,j");
  await store.actions.startCheck();
  const { result } = store.getState().check;
  expect(result).toMatchObject({
    columns: [{ id: "base" }],
    unasked: [{ column: { id: "adapted" }, failure: MISSING }],
    end: { status: "complete" },
  });
  expect(result!.rows).toHaveLength(5);
});

test("an adapter that cannot be made again says why", async () => {
  let isFull = false;
  const failure = { code: "out-of-memory", of: "tab" } as const;
  const { store, engine } = await createGeneratedStore({
    before(step) {
      if (step === "generate" && isFull) throw new AppError(failure);
    },
  });
  isFull = true;
  engine.emit({ kind: "failed", failure: { code: "out-of-memory", of: "thread" } });
  await store.actions.load();
  await settle();
  await ask(store, "hello");
  expect(turns(store)[0]!.answers).toMatchObject({
    base: { outcome: FINISHED },
    adapted: { outcome: { status: "failed", failure } },
  });
});

test("an earlier adapter's column asks for the checkpoint that made it, and no other makes it", async () => {
  const steps: string[] = [];
  const { store } = await createGeneratedStore({
    before: (step) => void steps.push(step),
  });
  const maker = store.getState().hypernetworkId!;
  const [other] = MODELS.filter(
    ({ role, id }) => role === "hypernetwork" && id !== maker,
  );
  const words = { kind: "kept", description: "Whisper." } as const;
  store.actions.addColumn({ ...words, hypernetworkId: maker });
  const outcome = () => turns(store).at(-1)!.answers["kept-1"]!.outcome;
  await ask(store, "one");
  expect(outcome()).toMatchObject(FINISHED);
  await store.actions.switchHypernetwork(other!.id);
  steps.length = 0;
  await ask(store, "two");
  expect(outcome()).toMatchObject({
    failure: { fault: { kind: "other-hypernetwork", hypernetwork: "T2L-G · SFT" } },
  });
  expect(steps).not.toContain("generate");
  await store.actions.switchHypernetwork(maker);
  await ask(store, "three");
  expect(outcome()).toMatchObject(FINISHED);
});
