import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fetchRecord, missingFiles } from "../../scripts/modelSources";
import type { ModelRecord } from "../../src/shared/models";

const CONTENT = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));

let folder: string;
let server: Server;
let prefix: string;
let ranges: (string | undefined)[];
/** The next answer breaks off after so many bytes. */
let cutAfter: number | null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "models-"));
  ranges = [];
  cutAfter = null;
  server = createServer((request, response) => {
    if (request.url !== "/files/weights.bin") {
      response.writeHead(404).end();
      return;
    }
    const range = request.headers.range;
    ranges.push(range);
    const start = Number(range?.match(/bytes=(\d+)-/)?.[1] ?? 0);
    response.writeHead(range ? 206 : 200, { "Content-Length": CONTENT.length - start });
    if (cutAfter === null) {
      response.end(CONTENT.subarray(start));
      return;
    }
    const end = start + cutAfter;
    cutAfter = null;
    response.write(CONTENT.subarray(start, end), () =>
      setTimeout(() => response.destroy(), 50),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  prefix = `http://localhost:${(server.address() as AddressInfo).port}/files/`;
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function recordOf(
  path: string,
  sha256 = createHash("sha256").update(CONTENT).digest("hex"),
) {
  return {
    id: "test-model",
    label: "Test model",
    role: "encoder",
    licence: "CC0-1.0",
    source: { kind: "url", prefix },
    files: [{ path, bytes: CONTENT.length, sha256 }],
  } satisfies ModelRecord;
}

const target = () => join(folder, "test-model", "weights.bin");

test("a file is fetched from a plain address and verified", async () => {
  const record = recordOf("weights.bin");
  expect(missingFiles(record, folder)).toHaveLength(1);
  await fetchRecord(record, folder);
  expect(readFileSync(target()).equals(CONTENT)).toBe(true);
  expect(missingFiles(record, folder)).toEqual([]);
});

test("a cut connection is continued where it broke", async () => {
  const record = recordOf("weights.bin");
  cutAfter = 100_000;
  await expect(fetchRecord(record, folder)).rejects.toMatchObject({
    code: "download-failed",
    message: expect.stringContaining("again to continue"),
  });
  expect(existsSync(target())).toBe(false);
  await fetchRecord(record, folder);
  expect(readFileSync(target()).equals(CONTENT)).toBe(true);
  expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-$/);
});

test("a wrong file is refused and deleted, so that the next try starts anew", async () => {
  const wrong = recordOf("weights.bin", "0".repeat(64));
  await expect(fetchRecord(wrong, folder)).rejects.toMatchObject({ code: "wrong-hash" });
  expect(existsSync(target())).toBe(false);
  await fetchRecord(recordOf("weights.bin"), folder);
  expect(ranges).toEqual([undefined, undefined]);
});

test("a missing file names its address and the answer", async () => {
  await expect(fetchRecord(recordOf("absent.bin"), folder)).rejects.toMatchObject({
    code: "download-failed",
    message: expect.stringMatching(/absent\.bin answered 404/),
  });
});
