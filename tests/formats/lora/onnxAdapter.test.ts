import { expect, test } from "vitest";
import { onnxAdapterFiles } from "../../../src/formats/lora/onnxAdapter";
import { ADAPTER } from "./portableAdapter";

/** Parameters of the file, by the rules of FlatBuffers; the positions of all data are checked. */
function parametersOf(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const uint32 = (at: number) => view.getUint32(at, true);
  const follow = (at: number) => at + uint32(at);
  const field = (table: number, index: number) => {
    const layout = table - view.getInt32(table, true);
    return table + view.getUint16(layout + 4 + 2 * index, true);
  };
  const root = follow(0);
  const list = follow(field(root, 3));
  const parameters = Array.from({ length: uint32(list) }, (_, index) => {
    const table = follow(list + 4 + 4 * index);
    const [name, dims, data] = [0, 1, 3].map((at) => follow(field(table, at)));
    expect([(dims! + 4) % 8, (data! + 4) % 8, table % 4]).toEqual([0, 0, 0]);
    const start = data! + 4;
    const values = bytes.slice(start, start + uint32(data!));
    return {
      name: new TextDecoder().decode(
        bytes.subarray(name! + 4, name! + 4 + uint32(name!)),
      ),
      terminator: bytes[name! + 4 + uint32(name!)],
      shape: [0, 1].map((axis) => Number(view.getBigInt64(dims! + 4 + 8 * axis, true))),
      dataType: uint32(field(table, 2)),
      values: [...new Float32Array(values.buffer)],
    };
  });
  return { formatVersion: uint32(field(root, 0)), parameters };
}

test("an .onnx_adapter holds every A and B transposed, the scaling in B", () => {
  const [file] = onnxAdapterFiles(ADAPTER);
  expect(file!.name).toBe("adapter.onnx_adapter");
  const bytes = file!.content as Uint8Array;
  expect(new TextDecoder().decode(bytes.subarray(4, 8))).toBe("TORT");
  const { formatVersion, parameters } = parametersOf(bytes);
  expect(formatVersion).toBe(1);
  const scaling = 8 / Math.SQRT2;
  const near = (values: readonly number[]) =>
    values.map((value) => expect.closeTo(scaling * value, 4));
  const common = { terminator: 0, dataType: 1 };
  const layer = "model.layers.";
  expect(parameters).toEqual([
    {
      ...common,
      name: `${layer}0.attn.q_proj.lora_A.MatMul.weight`,
      shape: [3, 2],
      values: [1, 4, 2, 5, 3, 6],
    },
    {
      ...common,
      name: `${layer}0.attn.q_proj.lora_B.MatMul.weight`,
      shape: [2, 4],
      values: near([1, 3, 5, 7, 2, 4, 6, 8]),
    },
    {
      ...common,
      name: `${layer}11.mlp.down_proj.lora_A.MatMul.weight`,
      shape: [2, 1],
      values: [1, 2],
    },
    {
      ...common,
      name: `${layer}11.mlp.down_proj.lora_B.MatMul.weight`,
      shape: [1, 2],
      values: near([3, 4]),
    },
  ]);
});
