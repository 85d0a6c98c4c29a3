import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sayingInEnglish } from "../../sayingInEnglish";
import {
  siteFiles,
  type Expected,
  type ModelFiles,
} from "../../../src/engine/files/modelFiles";
import { sha256 } from "../../../src/formats/hash";

const CONTENT = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251);

let server: Server;
let answer: RequestListener;
let files: ModelFiles;
let expected: Expected;

beforeEach(async () => {
  expected = { bytes: CONTENT.length, sha256: await sha256(CONTENT) };
  answer = (_request, response) => response.end(CONTENT);
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  files = siteFiles(`http://localhost:${(server.address() as AddressInfo).port}/below/`);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const read = (
  onBytes: (bytes: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Uint8Array> => files.read("models/x/weights.bin", expected, onBytes, signal);

test("a file is read below the site's address, with its progress in bytes", async () => {
  const seen: number[] = [];
  let url: string | undefined;
  answer = (request, response) => {
    url = request.url;
    response.end(CONTENT);
  };
  expect(await read((bytes) => seen.push(bytes))).toEqual(CONTENT);
  expect(url).toBe("/below/models/x/weights.bin");
  expect(seen[0]).toBe(0);
  expect(seen.at(-1)).toBe(CONTENT.length);
  expect(seen.every((bytes, index) => index === 0 || bytes > seen[index - 1]!)).toBe(
    true,
  );
});

test("a file is found without being read, and its absence told", async () => {
  const ranges: (string | undefined)[] = [];
  answer = ({ headers }, response) => {
    ranges.push(headers.range);
    response.end(CONTENT);
  };
  await files.find!("models/x/weights.bin", expected);
  expect(ranges).toEqual(["bytes=0-0"]);
  const find = () => files.find!("models/x/weights.bin", expected);
  answer = (_request, response) => response.writeHead(404).end();
  await expect(find()).rejects.toThrow(sayingInEnglish(/answered 404/));
  answer = (_request, response) =>
    response.setHeader("Content-Type", "text/html").end("<!doctype html>");
  await expect(find()).rejects.toMatchObject({
    failure: { code: "download-failed", fault: { kind: "page" } },
  });
});

test("a file with other bytes is refused", async () => {
  answer = (_request, response) => response.end(CONTENT.toReversed());
  await expect(read()).rejects.toMatchObject({ code: "wrong-hash" });
});

test.each<[string, RequestListener, RegExp]>([
  ["a missing file", (_, response) => response.writeHead(404).end(), /answered 404/],
  [
    "a page instead of the file",
    (_, response) =>
      response.setHeader("Content-Type", "text/html").end("<!doctype html>"),
    /answered with a page/,
  ],
  [
    "a file that is too short",
    (_, response) => response.end(CONTENT.subarray(1)),
    /ended after 199999 of 200000/,
  ],
  [
    "a file that is too long",
    (_, response) => response.end(new Uint8Array(CONTENT.length + 1)),
    /longer than the expected/,
  ],
  [
    "a connection that breaks",
    (_, response) => {
      response.setHeader("Content-Length", CONTENT.length);
      response.write(CONTENT.subarray(0, 1000), () =>
        setTimeout(() => response.destroy(), 30),
      );
    },
    /connection broke after 1000 bytes/,
  ],
  ["no answer at all", (_, response) => response.destroy(), /cannot be reached/],
])("%s is a failed download that says why", async (_name, listener, why) => {
  answer = listener;
  await expect(read()).rejects.toThrow(sayingInEnglish(why, "download-failed"));
});

test("a load can be stopped in the middle of a file", async () => {
  const controller = new AbortController();
  answer = (_request, response) => response.write(CONTENT.subarray(0, 1000));
  const stopped = read((bytes) => {
    if (bytes > 0) controller.abort();
  }, controller.signal);
  await expect(stopped).rejects.toMatchObject({ code: "aborted" });
});

test("where nothing can be kept, the storage is reported empty", async () => {
  expect(await files.report()).toMatchObject({ keptBytes: 0, notKept: "unavailable" });
});

test("a text file that need not be there is told from one that cannot be fetched", async () => {
  const find = () => files.findText("training-tasks.json");
  answer = (_, response) => response.end("{}");
  expect(await find()).toBe("{}");
  answer = (_, response) => response.writeHead(404).end();
  expect(await find()).toBeNull();
  answer = (_, response) => response.writeHead(503).end();
  await expect(find()).rejects.toMatchObject({ code: "download-failed" });
  answer = (request) => request.destroy();
  await expect(find()).rejects.toMatchObject({ code: "download-failed" });
});
