import { expect, test } from "vitest";
import type { ColumnRequest } from "../../../src/shared/chat";
import { checkedPart, ownExamples } from "../../../src/store/check/ownExamples";
import { scoreColumns, scoreRows } from "../../../src/store/check/scores";
import { examplesOfRole } from "../../../src/store/examples/roles";
import { AppError } from "../../../src/shared/errors";
import { MAXIMUM_ADAPTERS } from "../../../src/store/limits";
import { WHOLE_ADAPTER } from "../../../src/store/chat/steering";
import type { AppStore } from "../../../src/store/store";
import {
  createGate,
  createGeneratedStore,
  createReadyStore,
  generate,
  settle,
  takeExamples,
} from "../appStore";

const EXAMPLES = Array.from({ length: 20 }, (_, row) => `in ${row}\tout ${row}`).join(
  "\n",
);

/** Answer that is right with an adapter and wrong without. */
function answer({ messages, adapterId }: ColumnRequest): string {
  const { content } = messages.at(-1)!;
  return adapterId ? content.replace("in", "out") : "I am sorry.";
}

function check(store: AppStore) {
  return store.getState().check;
}

test("every example is put to every column, some rows at a time, greedily", async () => {
  const { store, engine } = await createGeneratedStore({ answer });
  store.actions.setSampler({ temperature: 1 });
  await takeExamples(store, EXAMPLES);
  await store.actions.startCheck();
  const { result, progress } = check(store);
  expect(progress).toEqual({ status: "idle" });
  expect(result).toMatchObject({ total: 20, answered: 40, end: { status: "complete" } });
  expect(result!.rows).toHaveLength(20);
  expect(result!.rows[3]!.answers).toEqual({
    base: { text: "I am sorry.", isCut: false },
    adapted: { text: "out 3", isCut: false },
  });
  for (const { columns, sampler } of engine.calls.chats) {
    expect(sampler.temperature).toBe(0);
    expect(new Set(columns.map(({ adapterId }) => adapterId)).size).toBe(1);
  }
  expect(engine.calls.chats.length).toBeLessThan(40);
});

test.each([
  ["wasm", 16],
  ["webgpu", 4],
] as const)("on %s at most %i rows share a batch", async (device, rows) => {
  const { store, engine } = await createGeneratedStore({ answer });
  await store.actions.switchDevice(device);
  await takeExamples(store, EXAMPLES);
  await store.actions.startCheck();
  const sizes = engine.calls.chats.map(({ columns }) => columns.length);
  expect(Math.max(...sizes)).toBe(rows);
});

test("long inputs share a batch with fewer others", async () => {
  const { store, engine } = await createGeneratedStore({ answer });
  await store.actions.switchDevice("wasm");
  const inputs = [3000, 3000, 3000, 10, 10, 10].map((length) => "a".repeat(length));
  await takeExamples(store, inputs.map((input) => `${input}\tb`).join("\n"));
  await store.actions.startCheck();
  const sizes = engine.calls.chats.map(({ columns }) => columns.length);
  expect(sizes).toEqual([2, 2, 2, 2, 2, 2]);
});

test("stopping keeps the examples that every column has answered", async () => {
  const gate = createGate();
  let chats = 0;
  const { store } = await createGeneratedStore({
    answer,
    before: (step) => (step === "chat" && ++chats > 3 ? gate.passed : undefined),
  });
  await takeExamples(store, EXAMPLES);
  const checked = store.actions.startCheck();
  await expect.poll(() => chats).toBe(4);
  store.actions.stopCheck();
  expect(check(store).progress.status).toBe("stopping");
  await checked;
  const { result } = check(store);
  expect(result!.end).toEqual({ status: "stopped" });
  expect(store.getState().announcement).toEqual({ kind: "checked", isStopped: true });
  expect(result!.rows.length).toBeGreaterThan(0);
  expect(result!.rows.length).toBeLessThan(20);
  for (const { answers } of result!.rows) {
    expect(Object.keys(answers)).toEqual(["base", "adapted"]);
  }
  gate.open();
});

test("a question goes between the batches of a check", async () => {
  const gate = createGate();
  let chats = 0;
  const { store, engine } = await createGeneratedStore({
    answer,
    before: (step) => (step === "chat" && ++chats === 1 ? gate.passed : undefined),
  });
  await takeExamples(store, EXAMPLES);
  const checked = store.actions.startCheck();
  await expect.poll(() => chats).toBe(1);
  store.actions.setMessage("hello");
  await store.actions.send();
  expect(check(store).progress.status).toBe("running");
  const asked = engine.calls.chats.map(({ columns }) => columns.map(({ id }) => id));
  expect(asked[1]).toEqual(["base", "adapted"]);
  gate.open();
  await checked;
  expect(check(store).result!.end).toEqual({ status: "complete" });
});

test("a failure says why and keeps what was answered", async () => {
  let chats = 0;
  const { store } = await createGeneratedStore({
    answer,
    before(step) {
      if (step === "chat" && ++chats > 2) {
        throw new AppError({ code: "out-of-memory", of: "tab" });
      }
    },
  });
  await takeExamples(store, EXAMPLES);
  await store.actions.startCheck();
  const { result } = check(store);
  expect(result!.end).toMatchObject({
    status: "failed",
    failure: { code: "out-of-memory" },
  });
  expect(result!.rows.length).toBeGreaterThan(0);
});

test("an input that does not fit is left out by its line, for all columns", async () => {
  const { store } = await createGeneratedStore({
    answer(column) {
      if (column.messages.at(-1)!.content === "in 4") {
        throw new AppError({ code: "context-full", tokens: 9999, most: 2048 });
      }
      return answer(column);
    },
  });
  await takeExamples(store, EXAMPLES);
  await store.actions.startCheck();
  const { result } = check(store);
  expect(result).toMatchObject({ tooLong: [5], end: { status: "complete" } });
  expect(result!.rows).toHaveLength(19);
});

test("controls take part, and the description as prompt is the system message", async () => {
  const { store, engine } = await createGeneratedStore({ answer });
  store.actions.addColumn({ kind: "prompted" });
  store.actions.addColumn({ kind: "gibberish", description: "zq vxl." });
  await takeExamples(store, EXAMPLES);
  await store.actions.startCheck();
  const { result } = check(store);
  expect(result!.columns.map(({ id }) => id)).toEqual([
    "base",
    "adapted",
    "prompted",
    "gibberish-1",
  ]);
  const systems = engine.calls.chats.flatMap(({ columns }) =>
    columns.flatMap(({ messages }) =>
      messages.filter(({ role }) => role === "system").map(({ content }) => content),
    ),
  );
  expect(systems).toEqual(Array(20).fill("Shout."));
});

test("a built-in task makes its own examples", async () => {
  const { store, engine } = await createGeneratedStore();
  store.actions.chooseCheckSource({ kind: "task", id: "round_decimal" });
  store.actions.setTaskExamples(2);
  expect(check(store).taskExamples).toBe(5);
  await store.actions.startCheck();
  expect(check(store).result).toMatchObject({
    source: { kind: "task", id: "round_decimal" },
    total: 5,
  });
  const [first] = engine.calls.chats[0]!.columns;
  expect(first!.messages.at(-1)!.content).toMatch(/^\d+\.\d$/u);
});

test("too few examples start nothing", async () => {
  const { store, engine } = await createGeneratedStore();
  await takeExamples(store, "a,b\nc,d");
  await store.actions.startCheck();
  expect(check(store).result).toBeNull();
  expect(engine.calls.chats).toEqual([]);
});

test("a check stopped while it waits leaves the earlier result alone", async () => {
  let isStuck = false;
  const { store } = await createReadyStore({
    answer,
    before: (step) =>
      step === "generate" && isStuck ? new Promise(() => {}) : undefined,
  });
  await takeExamples(store, EXAMPLES);
  await store.actions.startCheck();
  const { result } = check(store);
  expect(result!.end.status).toBe("complete");
  isStuck = true;
  store.actions.setDescription("Shout.");
  void store.actions.generate();
  const checked = store.actions.startCheck();
  await settle();
  expect(check(store).progress.status).toBe("waiting");
  store.actions.stopCheck();
  await checked;
  expect(check(store)).toMatchObject({ progress: { status: "idle" }, result });
});

/** The adapter on screen as if it had been taught on these inputs. */
function teach(store: AppStore, inputs: readonly string[]): void {
  store.setState(({ conversations, currentKey }) => ({
    conversations: conversations.map((conversation) =>
      conversation.key === currentKey
        ? {
            ...conversation,
            adapter: {
              ...conversation.adapter!,
              taughtOn: inputs.map((input) => ({ input, expected: "" })),
            },
          }
        : conversation,
    ),
  }));
}

test("once an adapter was taught, only what was kept back is asked, unless a person wants all", async () => {
  const { store } = await createGeneratedStore({ answer });
  await takeExamples(store, EXAMPLES);
  expect(checkedPart(store.getState())).toBe("all");
  const taught = examplesOfRole(store.getState().examples.list, "teach");
  teach(
    store,
    taught.map(({ input }) => input),
  );
  await store.actions.startCheck();
  const { rows } = check(store).result!;
  expect(rows).toHaveLength(6);
  expect(rows.some(({ taughtTo }) => taughtTo)).toBe(false);
  store.actions.chooseCheckedPart("all");
  await store.actions.startCheck();
  const all = check(store).result!;
  expect(all.rows.filter(({ taughtTo }) => taughtTo?.includes("adapted"))).toHaveLength(
    14,
  );
  expect(all.rows.some(({ taughtTo }) => taughtTo?.includes("base"))).toBe(false);
  const scores = scoreColumns(all, scoreRows(all, "exact"));
  expect(scores.map(({ id, taught: count }) => [id, count])).toEqual([
    ["base", 0],
    ["adapted", 14],
  ]);
  const file = await store.actions.exportCheck({ base: "SmolLM2", adapted: "Mine" });
  expect(new TextDecoder().decode(file!.bytes)).toContain(",out 0,Mine,");
});

test("with none kept back, all are asked whatever a person chose before", async () => {
  const { store } = await createGeneratedStore({ answer });
  await takeExamples(store, EXAMPLES);
  store.actions.chooseCheckedPart("check");
  expect(ownExamples(store.getState())).toHaveLength(6);
  for (const { id } of store.getState().examples.list.slice(7)) {
    store.actions.removeExample(id);
  }
  expect(checkedPart(store.getState())).toBe("all");
  expect(ownExamples(store.getState())).toHaveLength(7);
  store.actions.undoExamples();
  expect(checkedPart(store.getState())).toBe("check");
});

test("the CSV has every answer and all scores, and spreadsheets compute nothing in it", async () => {
  const { store } = await createGeneratedStore({
    answer: ({ adapterId }) => (adapterId ? 'say "hi", please' : "=1+1"),
  });
  await takeExamples(store, EXAMPLES);
  await store.actions.startCheck();
  const file = await store.actions.exportCheck({ base: "SmolLM2", adapted: "Mine" });
  const lines = new TextDecoder().decode(file!.bytes).split("\r\n");
  expect(lines[0]).toBe(
    "line,input,expected,SmolLM2,SmolLM2 (exact),SmolLM2 (contains),SmolLM2 (rouge),Mine,Mine (exact),Mine (contains),Mine (rouge)",
  );
  expect(lines[1]).toMatch(/^1,in 0,out 0,"'=1\+1",0\.000/u);
  expect(lines[1]).toContain('"say ""hi"", please",0.000');
});

test("a check says which modules and layers applied, and its CSV does", async () => {
  const { store, engine } = await createGeneratedStore({ answer });
  store.actions.setStrength(0.5);
  store.actions.setScope({ modulesOff: ["v_proj"], firstLayer: 3, lastLayer: 9 });
  const scope = { modules: ["q_proj"], firstLayer: 3, lastLayer: 9 };
  await takeExamples(store, EXAMPLES);
  const asked = engine.calls.chats.length;
  await store.actions.startCheck();
  store.actions.setScope(WHOLE_ADAPTER);
  expect(check(store).result).toMatchObject({ strength: 0.5, scope });
  const applied = engine.calls.chats
    .slice(asked)
    .flatMap(({ columns }) => columns.filter(({ adapterId }) => adapterId !== null));
  expect(applied.map((column) => column.scope)).toEqual(applied.map(() => scope));
  const file = await store.actions.exportCheck({ base: "SmolLM2", adapted: "Mine" });
  const lines = new TextDecoder().decode(file!.bytes).split("\r\n");
  expect(lines[0]).toMatch(/,Mine \(rouge\),strength,modules,layers$/u);
  expect(lines[1]).toMatch(/,0\.5,q_proj,3–9$/u);
});

test("of controls alone, too, a check says what applied", async () => {
  const { store } = await createReadyStore({ answer });
  store.actions.addColumn({ kind: "gibberish", description: "zq vxl." });
  store.actions.setScope({ modulesOff: ["v_proj"], firstLayer: 0, lastLayer: null });
  await takeExamples(store, EXAMPLES);
  await store.actions.startCheck();
  expect(check(store).result!.scope).toMatchObject({ modules: ["q_proj"] });
});

test.each<[string, (store: AppStore) => Promise<unknown>]>([
  ["generating the same again", (store) => store.actions.generate()],
  ["removing a control", async (store) => store.actions.removeColumn("gibberish-1")],
  [
    "making more adapters than are kept",
    async (store) => {
      for (let count = 0; count <= MAXIMUM_ADAPTERS; count += 1) {
        await generate(store, `Description ${count}.`);
      }
    },
  ],
])("%s lets a check go on, and releases once it has ended", async (_, meddle) => {
  const gate = createGate();
  let chats = 0;
  const { store, engine } = await createGeneratedStore({
    answer,
    before: (step) => (step === "chat" && ++chats === 1 ? gate.passed : undefined),
  });
  store.actions.addColumn({ kind: "gibberish", description: "zq vxl." });
  await takeExamples(store, EXAMPLES);
  const checked = store.actions.startCheck();
  await expect.poll(() => chats).toBe(1);
  await meddle(store);
  expect(engine.calls.released).not.toContain("adapter-1");
  expect(engine.calls.released).not.toContain("adapter-2");
  gate.open();
  await checked;
  expect(check(store).result).toMatchObject({ end: { status: "complete" } });
  expect(check(store).result!.rows).toHaveLength(20);
  expect(engine.calls.released.at(-1)).toMatch(/^adapter-[12]$/u);
});

test("a check makes the adapter of live mode one to keep", async () => {
  const { store } = await createReadyStore({ answer });
  store.actions.setDescription("Shout.");
  await store.actions.generate("live");
  await takeExamples(store, EXAMPLES);
  await store.actions.startCheck();
  expect(store.getState().conversations.some(({ isLive }) => isLive)).toBe(false);
});
