/** Builds an ONNX graph by naming values: each operator returns the name of its output. */
import type {
  Attribute,
  DeferredBytes,
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
  private readonly seams: number[] = [];
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

  /** A float32 weight; values given as a function are made when a session reads them. */
  floats(
    name: string,
    shape: readonly number[],
    values: Float32Array | (() => Float32Array),
  ): string {
    const bytes =
      typeof values === "function"
        ? deferred(4 * elements(shape), () => bytesOf(values()))
        : bytesOf(values);
    return this.weight({ name, type: "float32", shape, bytes });
  }

  /** A uint8 weight, made when a session reads it. */
  codes(name: string, shape: readonly number[], make: () => Uint8Array): string {
    const bytes = deferred(elements(shape), make);
    return this.weight({ name, type: "uint8", shape, bytes });
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

  /** The uint8 constant of this shape whose elements are all `value`. */
  filled(value: number, shape: readonly number[]): string {
    const name = `filled_${value}_${shape.join("_")}`;
    return this.shared(name, () => {
      const length = elements(shape);
      const bytes = deferred(length, () => new Uint8Array(length).fill(value));
      return this.initializer({ name, type: "uint8", shape, bytes });
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

  /** The graph may be cut here: of what was made so far, only float32 values are used later. */
  seam(): void {
    this.seams.push(this.nodes.length);
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
      seams: this.seams,
    };
  }
}

export function deferred(byteLength: number, make: () => Uint8Array): DeferredBytes {
  return { byteLength, make };
}

function elements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/**
 * Weights that come out of one computation and are read one after another: it is done at the first
 * reading, and its result dropped when each of them was read.
 */
export function madeTogether<Made>(
  make: () => Made,
): <Part>(pick: (made: Made) => Part) => () => Part {
  let made: { value: Made; unread: number } | null = null;
  let parts = 0;
  return (pick) => {
    parts += 1;
    return () => {
      made ??= { value: make(), unread: parts };
      const part = pick(made.value);
      made.unread -= 1;
      if (made.unread === 0) made = null;
      return part;
    };
  };
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
