/** Writes an ONNX ModelProto (onnx.proto3), with large tensors left outside the file. */
import { ProtobufWriter } from "./protobuf";

export type OnnxType =
  | "float32"
  | "uint8"
  | "int8"
  | "int32"
  | "int64"
  | "float16"
  | "bfloat16"
  | "uint4"
  | "int4";

/** TensorProto.DataType numbers of the types used here. */
export const TYPE_CODE: Record<OnnxType, number> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  float16: 10,
  bfloat16: 16,
  uint4: 21,
  int4: 22,
};

export type Dimension = number | string;

export interface OnnxValue {
  name: string;
  type: OnnxType;
  /** Null where nothing is said of it. */
  shape: readonly Dimension[] | null;
}

/** Bytes that are made whenever they are read, so that not all of them are in memory at once. */
export interface DeferredBytes {
  readonly byteLength: number;
  make(): Uint8Array;
}

export interface OnnxTensor {
  name: string;
  type: OnnxType;
  shape: readonly number[];
  /** Little-endian elements, row-major; 4-bit ones two to a byte, the even one low. */
  bytes: Uint8Array | DeferredBytes;
}

export type Attribute = number | string | { float: number } | readonly number[];

export interface OnnxNode {
  domain: string;
  operator: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Record<string, Attribute>;
}

export interface OnnxGraph {
  name: string;
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
  initializers: readonly OnnxTensor[];
  nodes: readonly OnnxNode[];
  /** Version of ONNX's own operators; absent: DEFAULT_OPSET. */
  opset?: number;
  /** Whether its operators are fused by hand, so that looking for more to fuse costs time alone. */
  isFused?: boolean;
  /** Numbers of nodes after which the graph may be cut: only float32 values cross there. */
  seams: readonly number[];
}

/** Input of a session: the model file, and its tensors by path. */
export interface SerialisedModel {
  model: Uint8Array;
  external: { path: string; data: OnnxTensor["bytes"] }[];
}

const IR_VERSION = 10;
const DEFAULT_OPSET = 17;

/** Tensors up to this size are stored in the model file itself; shape constants must be. */
const INLINE_BYTES = 1024;

/** Serialises `graph`; the external tensors are views on the given bytes, not copies. */
export function serialiseModel(graph: OnnxGraph): SerialisedModel {
  const external: SerialisedModel["external"] = [];
  const writer = new ProtobufWriter();
  writer.integer(1, IR_VERSION);
  writer.message(7, (body) => writeGraph(body, graph, external));
  const opsets = [
    { domain: "", version: graph.opset ?? DEFAULT_OPSET },
    { domain: "com.microsoft", version: 1 },
  ];
  for (const { domain, version } of opsets) {
    writer.message(8, (opset) => {
      opset.text(1, domain);
      opset.integer(2, version);
    });
  }
  return { model: writer.finish(), external };
}

function writeGraph(
  writer: ProtobufWriter,
  graph: OnnxGraph,
  external: SerialisedModel["external"],
): void {
  for (const node of graph.nodes) writer.message(1, (body) => writeNode(body, node));
  writer.text(2, graph.name);
  for (const tensor of graph.initializers) {
    const inline = tensor.bytes.byteLength <= INLINE_BYTES;
    writer.message(5, (body) => writeTensor(body, tensor, inline));
    if (!inline) external.push({ path: tensor.name, data: tensor.bytes });
  }
  for (const value of graph.inputs) writer.message(11, (body) => writeValue(body, value));
  for (const value of graph.outputs)
    writer.message(12, (body) => writeValue(body, value));
}

function writeNode(writer: ProtobufWriter, node: OnnxNode): void {
  for (const input of node.inputs) writer.text(1, input);
  for (const output of node.outputs) writer.text(2, output);
  writer.text(3, node.outputs[0] ?? "");
  writer.text(4, node.operator);
  for (const [name, value] of Object.entries(node.attributes)) {
    writer.message(5, (body) => writeAttribute(body, name, value));
  }
  writer.text(7, node.domain);
}

/** AttributeProto; its type field is required by readers: 1 float, 2 int, 3 string, 7 ints. */
function writeAttribute(writer: ProtobufWriter, name: string, value: Attribute): void {
  writer.text(1, name);
  if (typeof value === "number") {
    writer.integer(3, value);
    writer.integer(20, 2);
  } else if (typeof value === "string") {
    writer.text(4, value);
    writer.integer(20, 3);
  } else if ("float" in value) {
    writer.float(2, value.float);
    writer.integer(20, 1);
  } else {
    for (const item of value) writer.integer(8, item);
    writer.integer(20, 7);
  }
}

function writeTensor(writer: ProtobufWriter, tensor: OnnxTensor, inline: boolean): void {
  for (const size of tensor.shape) writer.integer(1, size);
  writer.integer(2, TYPE_CODE[tensor.type]);
  writer.text(8, tensor.name);
  if (inline) {
    const { bytes } = tensor;
    writer.bytes(9, bytes instanceof Uint8Array ? bytes : bytes.make());
    return;
  }
  const entries = [
    ["location", tensor.name],
    ["offset", "0"],
    ["length", String(tensor.bytes.byteLength)],
  ] as const;
  for (const [key, value] of entries) {
    writer.message(13, (entry) => {
      entry.text(1, key);
      entry.text(2, value);
    });
  }
  writer.integer(14, 1);
}

function writeValue(writer: ProtobufWriter, value: OnnxValue): void {
  writer.text(1, value.name);
  writer.message(2, (type) =>
    type.message(1, (tensor) => {
      tensor.integer(1, TYPE_CODE[value.type]);
      const dimensions = value.shape;
      if (!dimensions) return;
      tensor.message(2, (shape) => {
        for (const dimension of dimensions) {
          shape.message(1, (body) => {
            if (typeof dimension === "number") body.integer(1, dimension);
            else body.text(2, dimension);
          });
        }
      });
    }),
  );
}
