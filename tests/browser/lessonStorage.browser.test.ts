import { openDB } from "idb";
import { expect, test } from "vitest";
import type { SavedAdapter } from "../../src/shared/adapter";
import { LESSON_DATABASE, openLessonStorage } from "../../src/browser/lessonStorage";

const saved = (description: string): SavedAdapter => ({
  hypernetworkId: "g",
  description,
  blend: null,
  lengths: [],
  taughtOn: [],
  lesson: null,
  bytes: new TextEncoder().encode(description),
});

test("adapters are read as they were written, and pruned to those that are wanted", async () => {
  const storage = await openLessonStorage();
  await storage.write("a1", saved("one"));
  await storage.write("b2", saved("two"));
  const next = await openLessonStorage();
  expect(await next.read("a1")).toEqual(saved("one"));
  await next.prune(new Set(["b2"]));
  expect(await next.read("a1")).toBeNull();
  expect(await next.read("b2")).toEqual(saved("two"));
});

test("a lesson of an open page is its own; one of a closed page is there until dropped", async () => {
  const storage = await openLessonStorage();
  const running = storage.begin();
  await running.write(saved("step 1"));
  await running.write(saved("step 2"));
  expect(await running.read()).toEqual(saved("step 2"));
  // What a page leaves that was closed: its entry without its lock.
  const database = await openDB(LESSON_DATABASE, 1);
  await database.put("lessons", saved("earlier"), "100 a");
  await database.put("lessons", saved("later"), "200 b");

  const found = await (await openLessonStorage()).interrupted();
  expect(await Promise.all(found.map((record) => record.read()))).toEqual([
    saved("later"),
    saved("earlier"),
  ]);
  // This page has them now.
  expect(await (await openLessonStorage()).interrupted()).toEqual([]);
  await found[0]!.drop();
  await found[1]!.drop();
  await running.drop();
  expect(await database.getAllKeys("lessons")).toEqual([]);
  database.close();
});
