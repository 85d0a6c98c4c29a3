import { expect, test } from "vitest";
import { readExamples } from "../../../src/formats/examples/readExamples";
import { keptExamples } from "../../../src/store/examples/list";
import { currentConversation } from "../../../src/store/state";
import type { AppStore } from "../../../src/store/store";
import {
  createGeneratedStore,
  createReadyStore,
  createTestStore,
  generate,
  takeExamples,
} from "../appStore";

function list(store: AppStore) {
  return store.getState().examples.list;
}

function inputs(store: AppStore): string[] {
  return list(store).map(({ input }) => input);
}

async function storeWith(text: string): Promise<AppStore> {
  const { store } = createTestStore();
  await takeExamples(store, text);
  return store;
}

test("typed, pasted and dropped texts give the same rows", async () => {
  const text = "one  two\tten\nnaïve\t日本\n";
  const pasted = await storeWith(text);
  const { store: dropped } = createTestStore();
  await dropped.actions.readExampleFile(new Blob([text]));
  dropped.actions.takeReading();
  const { store: typed } = createTestStore();
  for (const [input, expected] of [
    ["one  two ", " ten"],
    ["naïve", "日本\n"],
  ] as const) {
    typed.actions.addExample();
    typed.actions.editExample(list(typed).at(-1)!.id, { input });
    typed.actions.editExample(list(typed).at(-1)!.id, { expected });
  }
  const rows = keptExamples(list(pasted));
  expect(rows).toHaveLength(2);
  expect(keptExamples(list(dropped))).toEqual(rows);
  expect(keptExamples(list(typed))).toEqual(rows);
});

test("every change can be undone, and typing in one field is one change", async () => {
  const store = await storeWith("a,1\nb,2");
  const before = list(store);
  const { id } = before[0]!;
  store.actions.editExample(id, { expected: "1x" });
  store.actions.editExample(id, { expected: "1xy" });
  store.actions.editExample(id, { input: "a!" });
  store.actions.moveExample(id, 1);
  store.actions.removeExample(id);
  expect(inputs(store)).toEqual(["b"]);
  const undone = () => {
    store.actions.undoExamples();
    return list(store).map(({ input, expected }) => `${input}=${expected}`);
  };
  expect(undone()).toEqual(["b=2", "a!=1xy"]);
  expect(undone()).toEqual(["a!=1xy", "b=2"]);
  expect(undone()).toEqual(["a=1xy", "b=2"]);
  expect(undone()).toEqual(["a=1", "b=2"]);
  expect(undone()).toEqual([]);
  expect(undone()).toEqual([]);
});

test("a row moves to the edge and no further", async () => {
  const store = await storeWith("a,1\nb,2\nc,3");
  const { id } = list(store)[1]!;
  store.actions.moveExample(id, -1);
  store.actions.moveExample(id, -1);
  expect(inputs(store)).toEqual(["b", "a", "c"]);
  store.actions.moveExample(id, 1);
  expect(inputs(store)).toEqual(["a", "b", "c"]);
});

test("correcting an answer adds an example, and correcting it again changes that one", async () => {
  const store = await storeWith("a,1");
  store.actions.correctAnswer("hello", "HELLO");
  store.actions.correctAnswer("hello", "HELLO!");
  store.actions.correctAnswer("a", "one");
  expect(keptExamples(list(store))).toEqual([
    { input: "a", expected: "one", role: null },
    { input: "hello", expected: "HELLO!", role: null },
  ]);
});

test("the list holds 500, and says what does not fit before it is taken", async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, row) => `in ${row},out`).join("\n");
  const store = await storeWith(many(499));
  await store.actions.readExampleText(many(3));
  expect(store.getState().examples.reading.read).toMatchObject({
    examples: [{ input: "in 0" }],
    leftOut: 2,
  });
  store.actions.takeReading();
  store.actions.addExample();
  expect(store.actions.correctAnswer("new", "x")).toBe(false);
  expect(list(store)).toHaveLength(500);
  expect(store.actions.correctAnswer("in 7", "x")).toBe(true);
  expect(list(store)[7]).toMatchObject({ expected: "x" });
});

test("what no longer fits by the time it is taken is shown, not dropped", async () => {
  const store = await storeWith(
    Array.from({ length: 497 }, (_, row) => `in ${row},out`).join("\n"),
  );
  await store.actions.readExampleText("a,1\nb,2\nc,3");
  store.actions.addExample();
  store.actions.takeReading();
  expect(list(store)).toHaveLength(498);
  const reading = () => store.getState().examples.reading;
  await expect.poll(() => reading().read).toMatchObject({ leftOut: 1 });
  store.actions.takeReading();
  expect(list(store)).toHaveLength(500);
  expect(inputs(store).at(-1)).toBe("b");
});

test("a choice reads the text again, and another delimiter forgets the columns", async () => {
  const { store } = createTestStore();
  const reading = () => store.getState().examples.reading;
  await store.actions.readExampleText("a;b,c\nd;e,f");
  await store.actions.chooseReading({ input: 1 });
  await store.actions.chooseReading({ hasHeader: true });
  expect(reading().choice).toEqual({ input: 1, hasHeader: true });
  expect(reading().read!.examples).toMatchObject([{ input: "e,f", expected: "d" }]);
  await store.actions.chooseReading({ delimiter: "," });
  expect(reading().read!.examples).toMatchObject([
    { input: "a;b", expected: "c" },
    { input: "d;e", expected: "f" },
  ]);
  store.actions.dismissReading();
  expect(reading()).toMatchObject({ text: "", read: null });
  expect(list(store)).toEqual([]);
});

test("the latest text wins however long an earlier one takes to read", async () => {
  const { store } = await createReadyStore();
  const first = store.actions.readExampleText("a,b");
  const second = store.actions.readExampleText("a,b\nc,d\ne,f");
  await Promise.all([first, second]);
  expect(store.getState().examples.reading.read!.examples).toHaveLength(3);
});

test("files are read in the encodings spreadsheets write, and huge ones are refused", async () => {
  const { store } = await createReadyStore();
  const text = "naïve\t日本\n";
  const utf16 = Uint8Array.from([
    0xff,
    0xfe,
    ...[...text].flatMap((character) => {
      const code = character.codePointAt(0)!;
      return [code & 255, code >> 8];
    }),
  ]);
  await store.actions.readExampleFile(new Blob([utf16]));
  const shown = {
    text,
    read: { format: "tsv", examples: [{ input: "naïve", expected: "日本" }] },
  };
  expect(store.getState().examples.reading).toMatchObject(shown);
  await store.actions.readExampleFile(new Blob([new Uint8Array(8_000_001)]));
  expect(store.getState().examples.reading).toMatchObject({
    ...shown,
    problem: { kind: "too-large" },
  });
});

test("a file in GBK is guessed, and another encoding can be chosen", async () => {
  const { store } = await createReadyStore();
  // 猫,动物 橡树,树
  const gbk = "c3a82cb6afceef0acff0caf72ccaf70a";
  const bytes = Uint8Array.from(gbk.match(/../gu)!, (hex) => Number.parseInt(hex, 16));
  const reading = () => store.getState().examples.reading;
  await store.actions.readExampleFile(new File([bytes], "animals.csv"));
  expect(reading()).toMatchObject({
    file: { name: "animals.csv", encoding: "gb18030", isGuess: true },
    read: { examples: [{ input: "猫", expected: "动物" }, { input: "橡树" }] },
  });
  await store.actions.chooseEncoding("big5");
  expect(reading().file).toMatchObject({ encoding: "big5", isGuess: false });
  await store.actions.chooseEncoding("gb18030");
  store.actions.takeReading();
  expect(inputs(store)).toEqual(["猫", "橡树"]);
});

test("the saved file is read back with its roles", async () => {
  const store = await storeWith("-5.00;=1+1\n'-x;5,58\n@a;b");
  store.actions.setExampleRole(list(store)[1]!.id, "check");
  const file = await store.actions.exportExamples();
  const limits = { most: 500, mostRows: 500, longestInput: 4000, longestAnswer: 2000 };
  const back = readExamples(new TextDecoder().decode(file.bytes), limits);
  expect(back.examples).toEqual(
    keptExamples(list(store)).map((kept) => ({ ...kept, line: expect.any(Number) })),
  );
});

test("examples belong to the adapter whose description the box holds", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, "a,A\nb,B");
  expect(currentConversation(store.getState()).examples).toBe(list(store));
  const shouting = store.getState().currentKey;
  store.actions.setDescription("Whisper.");
  store.actions.clearExamples();
  await takeExamples(store, "C,c");
  expect(currentConversation(store.getState()).examples).toHaveLength(2);
  await generate(store, "Whisper.");
  expect(currentConversation(store.getState()).examples).toBe(list(store));
  await store.actions.selectConversation(shouting);
  expect(inputs(store)).toEqual(["a", "b"]);
});

/** Inputs of the examples that the adapter of these words has. */
function inputsOf(store: AppStore, words: string): string[] {
  const { conversations } = store.getState();
  const found = conversations.find(({ description }) => description === words)!;
  return found.examples.map(({ input }) => input);
}

/** A store with two adapters, "Shout." and, on screen, "Whisper.", each with its own examples. */
async function storeOfTwo(): Promise<{ store: AppStore; shouting: number }> {
  const { store } = await createGeneratedStore();
  await takeExamples(store, "a,A\nb,B");
  const shouting = store.getState().currentKey;
  store.actions.setDescription("Whisper.");
  store.actions.clearExamples();
  await takeExamples(store, "C,c");
  await generate(store, "Whisper.");
  return { store, shouting };
}

test("what is undone are changes of the list on screen, never those of another adapter", async () => {
  const { store, shouting } = await storeOfTwo();
  await store.actions.selectConversation(shouting);
  store.actions.undoExamples();
  expect(inputs(store)).toEqual(["a", "b"]);
  store.actions.removeExample(list(store)[0]!.id);
  store.actions.undoExamples();
  store.actions.undoExamples();
  expect(inputsOf(store, "Shout.")).toEqual(["a", "b"]);
  expect(inputsOf(store, "Whisper.")).toEqual(["C"]);
});

test("a list that no adapter has yet comes back with its description, and replaces none", async () => {
  const { store, shouting } = await storeOfTwo();
  store.actions.setDescription("Sing.");
  store.actions.clearExamples();
  await takeExamples(store, "s,la");
  await store.actions.selectConversation(shouting);
  store.actions.addExample();
  expect(inputs(store)).toEqual(["a", "b", ""]);
  store.actions.undoExamples();
  store.actions.undoExamples();
  expect(store.getState().description).toBe("Sing.");
  expect(inputs(store)).toEqual(["s"]);
  expect(inputsOf(store, "Shout.")).toEqual(["a", "b"]);
  expect(inputsOf(store, "Whisper.")).toEqual(["C"]);
});

test("the list beside an adapter that is made again replaces its own, which undoing brings back", async () => {
  const { store, shouting } = await storeOfTwo();
  const whispering = store.getState().currentKey;
  await store.actions.selectConversation(shouting);
  await store.actions.selectConversation(whispering);
  await generate(store, "Shout.");
  expect(inputsOf(store, "Shout.")).toEqual(["C"]);
  store.actions.undoExamples();
  expect(inputs(store)).toEqual(["a", "b"]);
  expect(inputsOf(store, "Shout.")).toEqual(["a", "b"]);
});

test("an adapter that is made again brings its examples back to an empty list", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, "a,A");
  store.actions.setDescription("Whisper.");
  store.actions.clearExamples();
  await generate(store, "Whisper.");
  expect(inputs(store)).toEqual([]);
  await generate(store, "Shout.");
  expect(inputs(store)).toEqual(["a"]);
});
