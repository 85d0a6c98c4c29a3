import { expect, test } from "vitest";
import { emptyConversation } from "../../../src/store/chat/conversationState";
import { compareKept } from "../../../src/store/library/comparison";
import {
  compareEntries,
  conversationOf,
  isSameAdapter,
  keptConversation,
  matchesSearch,
} from "../../../src/store/library/entry";
import { mergeEntries } from "../../../src/store/library/revisions";
import { adapterOf, keptTurn, libraryEntry } from "./libraryEntries";

test("merging keeps the latest settings, any name or pin and the longer conversation", () => {
  const older = libraryEntry({
    name: "dates",
    isPinned: true,
    createdAt: 1,
    changedAt: 5,
    turns: [keptTurn("a"), keptTurn("b")],
  });
  const newer = libraryEntry({ createdAt: 2, changedAt: 9, strength: 1.5 });
  const merged = mergeEntries(older, newer);
  expect(merged).toEqual(mergeEntries(newer, older));
  expect(merged).toMatchObject({
    name: "dates",
    isPinned: true,
    createdAt: 1,
    changedAt: 9,
    strength: 1.5,
    turns: [{ message: "a" }, { message: "b" }],
  });
});

test("merging keeps the examples of both, each once and with the role it had last", () => {
  const example = (input: string, role: "teach" | "check" | null = null) => ({
    input,
    expected: "x",
    role,
  });
  const older = libraryEntry({ changedAt: 5, examples: [example("a"), example("b")] });
  const newer = libraryEntry({
    changedAt: 9,
    examples: [example("b", "check"), example("c")],
  });
  const all = [example("a"), example("b", "check"), example("c")];
  expect(mergeEntries(older, newer).examples).toEqual(all);
  expect(mergeEntries(newer, older).examples).toEqual(all);
});

test("a conversation opens as it was kept, with the part of the adapter that applied", () => {
  const scope = { modules: ["v_proj"], firstLayer: 0, lastLayer: 1 };
  const entry = libraryEntry({ turns: [keptTurn("a"), { ...keptTurn("b"), scope }] });
  const opened = conversationOf(entry);
  expect(opened.turns.map((turn) => turn.scope)).toEqual([null, scope]);
  const kept = keptConversation(
    { ...emptyConversation(1), ...opened, isAdapterLoaded: true },
    { hypernetwork: entry.hypernetwork, base: entry.base },
  );
  expect(kept).toMatchObject({ turns: entry.turns });
});

test("pinned ones come first, then the newest", () => {
  const list = [
    libraryEntry({ createdAt: 1, isPinned: true }),
    libraryEntry({ createdAt: 3 }),
    libraryEntry({ createdAt: 2 }),
  ];
  expect(list.toSorted(compareEntries).map(({ createdAt }) => createdAt)).toEqual([
    1, 3, 2,
  ]);
});

test("search reads names, descriptions and messages, in any order of words", () => {
  const entry = libraryEntry({ name: "Loud", turns: [keptTurn("hello there")] });
  expect(matchesSearch(entry, "")).toBe(true);
  expect(matchesSearch(entry, "HELLO shout")).toBe(true);
  expect(matchesSearch(entry, "loud whisper")).toBe(false);
});

test("rounding on another device is the same adapter; another description is not", () => {
  const left = libraryEntry();
  const rounded = adapterOf("b2".repeat(32), [1.0000001, -0.5, 0.25]);
  expect(isSameAdapter(left, libraryEntry({ adapter: rounded }))).toBe(true);
  expect(
    isSameAdapter(left, libraryEntry({ adapter: rounded, description: "Other." })),
  ).toBe(false);
});

test("a comparison finds an adapter like itself and unlike its opposite", () => {
  const left = libraryEntry({ adapter: adapterOf("a1".repeat(32), [1, -1, 1, -1]) });
  const opposite = libraryEntry({ adapter: adapterOf("b2".repeat(32), [-1, 1, -1, 1]) });
  expect(compareKept(left, left)).toMatchObject({
    distance: 0,
    profile: expect.closeTo(1),
  });
  expect(compareKept(left, opposite).distance).toBe(2);
  expect(compareKept(left, left).sizes[0]).toMatchObject({
    module: "q_proj",
    left: 0.35,
  });
});

test("values of different hypernetworks are not compared", () => {
  const other = libraryEntry({
    hypernetwork: { id: "other", label: "Other", sha256: "d4".repeat(32) },
  });
  expect(compareKept(libraryEntry(), other).distance).toBeNull();
});
