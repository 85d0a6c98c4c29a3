import { expect, test } from "vitest";
import type { Lesson } from "../../../src/shared/teaching";
import { readLibraryFile, writeLibraryFile } from "../../../src/store/library/file";
import { entryOfVersion1, keptTurn, libraryEntry } from "./libraryEntries";
import { LESSON_SETTINGS } from "../../lessonSettings";

const ENTRY = libraryEntry({
  name: "dates",
  isPinned: true,
  description: "Write the date “in words”. 日本",
  examples: [{ input: "May 5", expected: "the fifth of May", role: null }],
  turns: [keptTurn("May 5")],
});

function textOf(entries: unknown[], version = 3): string {
  return JSON.stringify({ format: "text-to-lora-library", version, entries });
}

test("a library comes back as it was written", () => {
  const file = writeLibraryFile([ENTRY], Date.UTC(2026, 10, 24));
  expect(file.name).toBe("text-to-lora-library-2026-11-24.json");
  expect(readLibraryFile(new TextDecoder().decode(file.bytes))).toEqual({
    status: "read",
    entries: [ENTRY],
    refused: 0,
  });
});

test("where an adapter applied and what a control was blended of come back too", () => {
  const scope = { modules: ["q_proj"], firstLayer: 3, lastLayer: 12 };
  const blend = { description: "Whisper.", position: 0.5, space: "weights" as const };
  const source = { kind: "kept" as const, description: "Shout.", blend };
  const [answer] = keptTurn("").answers;
  const turn = { ...keptTurn("hi"), scope, answers: [{ ...answer!, source }] };
  const entry = { ...ENTRY, turns: [turn] };
  expect(readLibraryFile(textOf([entry]))).toMatchObject({ entries: [entry] });
});

test("version 1, without names and pins, is read", () => {
  const before = entryOfVersion1(ENTRY);
  expect(readLibraryFile(textOf([before], 1))).toMatchObject({
    status: "read",
    entries: [{ ...before, name: "", isPinned: false, examples: [] }],
  });
});

test("version 2, without examples, is read", () => {
  const { examples: _, ...before } = ENTRY;
  expect(readLibraryFile(textOf([before], 2))).toMatchObject({
    status: "read",
    entries: [{ ...before, examples: [] }],
  });
});

test("an adapter of before modules had ranks of their own is read", () => {
  const { lowerRanks: _, ...adapter } = ENTRY.adapter;
  expect(readLibraryFile(textOf([{ ...ENTRY, adapter }]))).toMatchObject({
    status: "read",
    entries: [{ ...ENTRY, adapter: { ...adapter, lowerRanks: [] } }],
  });
});

test("of a very long conversation the last turns are read", () => {
  const turns = Array.from({ length: 600 }, (_, index) => keptTurn(`message ${index}`));
  const read = readLibraryFile(textOf([{ ...ENTRY, turns }]));
  expect(read).toMatchObject({ status: "read", refused: 0 });
  const [entry] = read.status === "read" ? read.entries : [];
  expect(entry!.turns).toEqual(turns.slice(100));
});

test.each<[string, object]>([
  ["as long as the longest words allow", { text: "=".repeat(512 * 128) }],
  ["of a clock that stood still", { tokensPerSecond: Infinity }],
])("an answer %s does not take its adapter away", (_, change) => {
  const [answer] = keptTurn("").answers;
  const turns = [{ ...keptTurn("hi"), answers: [{ ...answer!, ...change }] }];
  const read = readLibraryFile(textOf([{ ...ENTRY, turns }]));
  expect(read).toMatchObject({ status: "read", refused: 0, entries: [{ id: ENTRY.id }] });
});

test("an adapter that was taught again and again is read", () => {
  const settings = LESSON_SETTINGS;
  const facts = { heldOut: [], settings, earlier: [], heldOutBefore: null, steps: [] };
  const examples = [{ input: "a", output: "b" }];
  const start = { kind: "lesson" as const, adapterId: "x" };
  const lesson = Array.from({ length: 60 }).reduce<Lesson | null>(
    (before) => ({ ...facts, start, before, examples, keptStep: 4 }),
    null,
  );
  const adapter = { ...ENTRY.adapter, lesson, taughtOn: [] };
  expect(readLibraryFile(textOf([{ ...ENTRY, adapter }]))).toMatchObject({ refused: 0 });
});

test("a text beside a lesson from zero, longer than a description, is cut and loses no entry", () => {
  const long = { ...ENTRY, description: "a".repeat(2001) };
  expect(readLibraryFile(textOf([long]))).toMatchObject({
    entries: [{ ...ENTRY, description: "a".repeat(2000) }],
    refused: 0,
  });
});

test.each([
  ["an id that is none", { id: "../etc" }],
  ["a description that is none", { description: 3 }],
  ["a hash that is none", { hypernetwork: { ...ENTRY.hypernetwork, sha256: "x" } }],
  ["a sketch with a hole", { adapter: { ...ENTRY.adapter, sketch: [1, null] } }],
  ["a rank that is none", { adapter: { ...ENTRY.adapter, lowerRanks: [{ rank: 1 }] } }],
  ["a time before all times", { createdAt: -1 }],
  ["an answer of an unknown column", { turns: [turnWithSource({ kind: "evil" })] }],
  ["a range of no layers", { turns: [{ ...keptTurn("a"), scope: { modules: [] } }] }],
  ["turns that are no list", { turns: "many" }],
  ["an example without an answer", { examples: [{ input: "a", expected: "" }] }],
])("%s is left out and counted", (_, change) => {
  expect(readLibraryFile(textOf([{ ...ENTRY, ...change }, ENTRY]))).toEqual({
    status: "read",
    entries: [ENTRY],
    refused: 1,
  });
});

test("what the page does not know is left behind", () => {
  const read = readLibraryFile(textOf([{ ...ENTRY, script: "alert(1)" }]));
  expect(read).toMatchObject({ entries: [ENTRY] });
  expect(JSON.stringify(read)).not.toContain("alert");
});

test.each([
  ["not-json", "{"],
  ["not-a-library", "[]"],
  ["not-a-library", '{"format":"other","version":2,"entries":[]}'],
  ["not-a-library", textOf([], 1.5)],
  ["not-a-library", "null"],
])("a file that is %s is refused", (kind, text) => {
  expect(readLibraryFile(text)).toEqual({ status: "unreadable", reason: { kind } });
});

test("a later version is refused with both versions", () => {
  expect(readLibraryFile(textOf([], 6))).toEqual({
    status: "unreadable",
    reason: { kind: "other-version", found: 6, known: 5 },
  });
});

function turnWithSource(source: { kind: string }) {
  const turn = keptTurn("hello");
  return { ...turn, answers: [{ ...turn.answers[0], source }] };
}
