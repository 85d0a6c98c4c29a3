import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { expect, it } from "vitest";
import { type Part, writeParts } from "../../../scripts/gpu/parts";

it.each([
  [
    [3, 11, 1, 9],
    [10, 10, 4],
  ],
  [
    [10, 10],
    [10, 10],
  ],
  [[25], [10, 10, 5]],
])("writes pieces of %j bytes as files of %j", async (pieces, sizes) => {
  const file = join(await mkdtemp(join(tmpdir(), "parts-")), "archive");
  const whole = Buffer.from(Array.from({ length: 25 }, (_, index) => index));
  let offset = 0;
  const chunks = pieces.map((length) => whole.subarray(offset, (offset += length)));
  const parts: Part[] = [];
  await pipeline(Readable.from(chunks), writeParts(file, 10, parts));
  expect(parts.map(({ bytes }) => bytes)).toEqual(sizes);
  expect(parts.map(({ path }) => path)).toEqual(
    sizes.map((_, index) => `${file}.00${index + 1}`),
  );
  const written = await Promise.all(parts.map(({ path }) => readFile(path)));
  expect(Buffer.concat(written)).toEqual(whole.subarray(0, offset));
});
