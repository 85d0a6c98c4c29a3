/**
 * An adapter as an .onnx_adapter file: ONNX Runtime's own format, a FlatBuffer after
 * onnxruntime/lora/adapter_format/adapter_schema.fbs. Names and orientation are those of ONNX
 * Runtime GenAI's model builder: A `[in, rank]`, B `[rank, out]` with the scaling in it.
 */
import { type AdapterFile, type PortableAdapter, scalingOf } from "./adapter";
import { promptOf, readme } from "./readme";

const FILE = "adapter.onnx_adapter";
const FORMAT_VERSION = 1;
const FLOAT = 1;

export interface OnnxParameter {
  name: string;
  shape: readonly [number, number];
  values: Float32Array;
}

/** The adapter and a README that reads it. */
export function onnxAdapterFiles(adapter: PortableAdapter): AdapterFile[] {
  return [
    { name: FILE, content: writeOnnxAdapter(parameters(adapter)) },
    { name: "README.md", content: readme(adapter, usage(adapter)) },
  ];
}

function parameters(adapter: PortableAdapter): OnnxParameter[] {
  const scaling = scalingOf(adapter);
  return adapter.modules.flatMap(({ module, layer, rank, in: size, out, A, B }) => {
    const block = ["gate_proj", "up_proj", "down_proj"].includes(module) ? "mlp" : "attn";
    const name = `model.layers.${layer}.${block}.${module}`;
    return [
      {
        name: `${name}.lora_A.MatMul.weight`,
        shape: [size, rank] as const,
        values: transposed(A, rank, size, 1),
      },
      {
        name: `${name}.lora_B.MatMul.weight`,
        shape: [rank, out] as const,
        values: transposed(B, out, rank, scaling),
      },
    ];
  });
}

/** `values` `[rows, columns]` times `factor` as `[columns, rows]`. */
function transposed(
  values: Float32Array,
  rows: number,
  columns: number,
  factor: number,
): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = factor * values[row * columns + column]!;
    }
  }
  return result;
}

/** The FlatBuffer, laid out front to back; every offset counts from where it stands. */
export function writeOnnxAdapter(all: readonly OnnxParameter[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  let end = 8 + 12 + 20 + 4 + 4 * all.length + 12;
  const places = all.map(({ name, shape, values }) => {
    const text = encoder.encode(name);
    const table = align(end, 4);
    const string = table + 20;
    const dims = alignedVector(string + 4 + text.length + 1);
    const data = alignedVector(dims + 4 + 8 * shape.length);
    end = data + 4 + values.byteLength;
    return { text, table, string, dims, data };
  });
  const bytes = new Uint8Array(align(end, 8));
  const view = new DataView(bytes.buffer);
  const uint32 = (at: number, value: number) => view.setUint32(at, value, true);
  const refer = (at: number, target: number) => uint32(at, target - at);
  const uint16s = (at: number, values: readonly number[]) =>
    values.forEach((value, index) => view.setUint16(at + 2 * index, value, true));

  const rootLayout = 8;
  const root = rootLayout + 12;
  const list = root + 20;
  const parameterLayout = list + 4 + 4 * all.length;
  refer(0, root);
  bytes.set(encoder.encode("TORT"), 4);
  // A table's layout: its own bytes, the table's, and where each field lies in the table.
  uint16s(rootLayout, [12, 20, 4, 8, 12, 16]);
  uint32(root, root - rootLayout);
  uint32(root + 4, FORMAT_VERSION);
  uint32(root + 8, 1);
  uint32(root + 12, 1);
  refer(root + 16, list);
  uint32(list, all.length);
  uint16s(parameterLayout, [12, 20, 4, 8, 12, 16]);

  places.forEach(({ text, table, string, dims, data }, index) => {
    const { shape, values } = all[index]!;
    refer(list + 4 + 4 * index, table);
    uint32(table, table - parameterLayout);
    refer(table + 4, string);
    refer(table + 8, dims);
    uint32(table + 12, FLOAT);
    refer(table + 16, data);
    uint32(string, text.length);
    bytes.set(text, string + 4);
    uint32(dims, shape.length);
    shape.forEach((size, axis) =>
      view.setBigInt64(dims + 4 + 8 * axis, BigInt(size), true),
    );
    uint32(data, values.byteLength);
    const source = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    bytes.set(source, data + 4);
  });
  return bytes;
}

function align(position: number, step: number): number {
  return Math.ceil(position / step) * step;
}

/** Start at or after `position` of a vector whose items, behind its length, lie at eights. */
function alignedVector(position: number): number {
  return align(position + 4, 8) - 4;
}

function usage(adapter: PortableAdapter): string {
  return `For models of ONNX Runtime GenAI that take LoRA as inputs (its model builder makes them of
${adapter.base.hubId ?? adapter.base.files[0].path}), and to be read with ONNX Runtime:

\`\`\`python
# pip install onnxruntime
import onnxruntime

adapter = onnxruntime.AdapterFormat.read_adapter("${FILE}")
for name, value in adapter.get_parameters().items():
    print(name, value.shape())
\`\`\`

A is [in, rank] and B [rank, out], float32; the scaling ${scalingOf(adapter)} is in B, so that the
adapted output is x W + (x A) B. The names are \`model.layers.N.attn.q_proj.lora_A.MatMul.weight\`
and so on. PEFT and llama.cpp take other files, which the page's download offers as well. Prompts as
the adapter was trained with them:

    ${JSON.stringify(promptOf(adapter, "Your message"))}
`;
}
