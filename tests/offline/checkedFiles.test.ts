import { createHash } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { fetchBuilt, isAsBuilt } from "../../src/offline/checkedFiles";

const CODE = "export const a = 1;";
const revision = createHash("sha256").update(CODE).digest("hex").slice(0, 16);
const FILE = { path: "assets/a-123.js", revision };

const answer = (body: string, type: string, status = 200) =>
  new Response(body, { status, headers: { "content-type": type } });
const whole = () => answer(CODE, "text/javascript; charset=utf-8");
const page = () => answer("<!doctype html>", "text/html");

afterEach(() => vi.unstubAllGlobals());

test.each<[string, Response, boolean]>([
  ["the file", whole(), true],
  ["a page in its place", page(), false],
  ["the file as a page", answer(CODE, "text/html"), false],
  ["another version", answer("export const a = 2;", "text/javascript"), false],
  ["a cut file", answer(CODE.slice(0, -1), "text/javascript"), false],
  ["an error", answer(CODE, "text/javascript", 404), false],
])("%s is kept or not", async (_, response, isKept) => {
  expect(await isAsBuilt(FILE, response)).toBe(isKept);
});

test("of a document the type alone is checked, as hosts add to it", async () => {
  const file = { path: "index.html", revision };
  expect(await isAsBuilt(file, page())).toBe(true);
  expect(await isAsBuilt(file, answer("{}", "application/json"))).toBe(false);
});

test("a wrong answer is repaired by asking once more past the cache", async () => {
  const asked: (RequestCache | undefined)[] = [];
  const answers = [page(), whole()];
  vi.stubGlobal("fetch", async (_: string, init?: RequestInit) => {
    asked.push(init?.cache);
    return answers.shift()!;
  });
  const found = await fetchBuilt(FILE, "https://site/assets/a-123.js", "default");
  expect(await found!.text()).toBe(CODE);
  expect(asked).toEqual(["default", "reload"]);
});

test("a file that stays wrong is not kept", async () => {
  vi.stubGlobal("fetch", async () => page());
  expect(await fetchBuilt(FILE, "https://site/a.js", "default")).toBeNull();
});
