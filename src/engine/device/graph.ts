/** Builds an ONNX graph by naming values: each operator returns the name of its output. */
import type {
  Attribute,
  Dimension,
  OnnxGraph,
  OnnxNode,
  OnnxTensor,
  OnnxType,
  OnnxValue,
} from "../../formats/onnx";

interface OperatorOptions {
  attributes?: Record<string, Attribute>;
  domain?: "" | "com.microsoft";
  /** Names of the outputs; one fresh name when absent. */
  outputs?: readonly string[];
}

export class GraphBuilder {
  private readonly inputs: OnnxValue[] = [];
  private readonly outputs: OnnxValue[] = [];
  private readonly initializers = new Map<string, OnnxTensor>();
  private readonly nodes: OnnxNode[] = [];
  private readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  input(name: string, type: OnnxType, shape: readonly Dimension[]): string {
    this.inputs.push({ name, type, shape });
    return name;
  }

  /** Declares the value `name`, made by some operator, as an output of the graph. */
  output(name: string, type: OnnxType, shape: readonly Dimension[]): void {
    this.outputs.push({ name, type, shape });
  }

  /** A weight under its own name; the bytes are referred to, not copied. */
  weight(tensor: OnnxTensor): string {
    return this.initializer(tensor);
  }

  protected initializer(tensor: OnnxTensor): string {
    if (this.has(tensor.name)) {
      throw new Error(`Two weights are named "${tensor.name}".`);
    }
    this.initializers.set(tensor.name, tensor);
    return tensor.name;
  }

  /** Whether there is a weight or a constant of this name. */
  protected has(name: string): boolean {
    return this.initializers.has(name);
  }

  floats(name: string, shape: readonly number[], values: Float32Array): string {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return this.weight({ name, type: "float32", shape, bytes });
  }

  /** The weight `name`, made by `create` at the first call and shared afterwards. */
  shared(name: string, create: () => string): string {
    return this.has(name) ? name : create();
  }

  /** A scalar constant, shared by all who ask for the same value. */
  scalar(value: number): string {
    const name = `scalar_${value}`;
    return this.shared(name, () => {
      const bytes = new Uint8Array(Float32Array.of(value).buffer);
      return this.initializer({ name, type: "float32", shape: [], bytes });
    });
  }

  /** The int32 constant 0, 1, 2, … `count` − 1. */
  range(count: number): string {
    const name = `range_${count}`;
    return this.shared(name, () => {
      const values = Int32Array.from({ length: count }, (_, index) => index);
      const bytes = new Uint8Array(values.buffer);
      return this.initializer({ name, type: "int32", shape: [count], bytes });
    });
  }

  /** A 1-D int64 constant (shapes, axes, split sizes), shared by value. */
  integers(values: readonly number[]): string {
    const name = `integers_${values.join("_")}`;
    return this.shared(name, () => {
      const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
      return this.initializer({ name, type: "int64", shape: [values.length], bytes });
    });
  }

  /** Adds an operator and returns the name of its first output; "" skips an optional input. */
  operator(
    operator: string,
    inputs: readonly string[],
    options: OperatorOptions = {},
  ): string {
    const outputs = options.outputs ?? [`${operator}_${this.nodes.length}`];
    this.nodes.push({
      domain: options.domain ?? "",
      operator,
      inputs,
      outputs,
      attributes: options.attributes ?? {},
    });
    return outputs[0]!;
  }

  /** `opset`: version of ONNX's own operators, where the usual one does not do. */
  finish(opset?: number): OnnxGraph {
    return {
      ...(opset === undefined ? {} : { opset }),
      name: this.name,
      inputs: this.inputs,
      outputs: this.outputs,
      initializers: [...this.initializers.values()],
      nodes: this.nodes,
    };
  }
}

/** `[rows, columns]` -> `[columns, rows]` */
export function transpose(
  values: Float32Array,
  rows: number,
  columns: number,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = values[row * columns + column]!;
    }
  }
  return result;
}
