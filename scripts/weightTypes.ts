/**
 * What a GGUF file's tensors take by type, in the file, on WebGPU and on WebAssembly, and whether the
 * codes on WebGPU mean the file's weights:
 *
 *     npm run weight-types -- public/models/ID/FILE.gguf
 */
import { readGguf, type GgufTensor } from "../src/formats/gguf";
import { blockCodes, type BlockCodes, dequantise } from "../src/formats/quantization";
import { readGiven } from "./commands/givenFiles";
import { print, runProgram, UsageError } from "./commands/program";

interface TypeRow {
  tensors: number;
  weights: number;
  fileBytes: number;
  gpuBytes: number;
  layout: string;
  /** Weights whose code on WebGPU means another float32. */
  changed: number;
}

function measure(tensor: GgufTensor): Omit<TypeRow, "tensors"> {
  const weights = tensor.shape.reduce((a, b) => a * b, 1);
  const coded = blockCodes(tensor);
  const fileBytes = tensor.bytes.byteLength;
  if (!coded) {
    return { weights, fileBytes, gpuBytes: 4 * weights, layout: "float32", changed: 0 };
  }
  const { codes, scales, minima, bits, blockSize } = coded;
  const gpuBytes =
    codes.byteLength + scales.byteLength + (minima ? minima.byteLength : 0);
  const layout = `${bits}-bit codes, blocks of ${blockSize}${minima ? ", minima" : ""}`;
  return { weights, fileBytes, gpuBytes, layout, changed: changedBy(coded, tensor) };
}

function changedBy(
  { codes, scales, minima, bits, blockSize, zeroPoint }: BlockCodes,
  tensor: GgufTensor,
): number {
  const values = dequantise(tensor);
  let changed = 0;
  for (let at = 0; at < values.length; at++) {
    const code = bits === 8 ? codes[at]! : (codes[at >> 1]! >> (4 * (at & 1))) & 15;
    const block = Math.floor(at / blockSize);
    const scaled = Math.fround(scales[block]! * (code - zeroPoint));
    const weight = minima ? Math.fround(scaled + minima[block]!) : scaled;
    if (weight !== values[at]) changed += 1;
  }
  return changed;
}

const USAGE = "Usage: npm run weight-types -- FILE.gguf";
const HEADINGS = "type|tensors|million weights|file MB|WebGPU MB|as|weights changed";

await runProgram(USAGE, async () => {
  const [path] = process.argv.slice(2);
  if (!path) throw new UsageError("FILE.gguf is missing.");
  const rows = new Map<string, TypeRow>();
  for (const tensor of readGguf(await readGiven(path)).tensors.values()) {
    const one = measure(tensor);
    const row = rows.get(tensor.type);
    rows.set(tensor.type, {
      tensors: (row?.tensors ?? 0) + 1,
      weights: (row?.weights ?? 0) + one.weights,
      fileBytes: (row?.fileBytes ?? 0) + one.fileBytes,
      gpuBytes: (row?.gpuBytes ?? 0) + one.gpuBytes,
      layout: one.layout,
      changed: (row?.changed ?? 0) + one.changed,
    });
  }
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const line = (cells: readonly unknown[]) => print(`| ${cells.join(" | ")} |`);
  const headings = HEADINGS.split("|");
  line(headings);
  line(headings.map(() => "---"));
  for (const [type, row] of rows) {
    const [millions, inFile] = [(row.weights / 1e6).toFixed(1), megabytes(row.fileBytes)];
    const onGpu = megabytes(row.gpuBytes);
    line([type, row.tensors, millions, inFile, onGpu, row.layout, row.changed]);
  }
});
