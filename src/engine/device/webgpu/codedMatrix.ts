/** A matrix of codes in a graph on WebGPU: multiplied with, looked up in, or both. */
import type { BlockCodes, CodeLayout } from "../../../formats/quantization";
import { madeTogether, transpose, type GraphBuilder } from "../graph";

export interface CodedMatrixOptions {
  name: string;
  layout: CodeLayout;
  rows: number;
  columns: number;
  make: () => BlockCodes;
}

/** Its weights are in the graph once, however often it is used. */
export class CodedMatrix {
  readonly columns: number;
  private readonly builder: GraphBuilder;
  private readonly name: string;
  private readonly layout: CodeLayout;
  private readonly rows: number;
  private readonly blocks: number;
  private readonly read: ReturnType<typeof madeTogether<BlockCodes>>;

  constructor(
    builder: GraphBuilder,
    { name, layout, rows, columns, make }: CodedMatrixOptions,
  ) {
    this.builder = builder;
    this.name = name;
    this.layout = layout;
    this.rows = rows;
    this.columns = columns;
    this.blocks = columns / layout.blockSize;
    this.read = madeTogether(make);
  }

  /** x Wᵀ under the name `output`, or a fresh one: x has `leading` dimensions before its columns. */
  multiply(x: string, leading: 1 | 2, output?: string): string {
    const { builder, rows, columns, blocks } = this;
    const { bits, blockSize, hasMinima } = this.layout;
    const scales = this.floats("productScales", [rows * blocks], ({ scales }) => scales);
    const named = output === undefined ? {} : { outputs: [output] };
    const product = builder.operator(
      "MatMulNBits",
      [x, this.codes(), scales, this.zeroPoints()],
      {
        domain: "com.microsoft",
        attributes: { K: columns, N: rows, bits, block_size: blockSize },
        ...(hasMinima ? {} : named),
      },
    );
    if (!hasMinima) return product;
    const minima = this.floats("productMinima", [blocks, rows], ({ minima }) =>
      transpose(minima!, rows, blocks),
    );
    const least = builder.operator("MatMul", [this.blockSums(x, leading), minima]);
    return builder.operator("Add", [product, least], named);
  }

  /** Rows by token id: `[batch, sequence]` -> `[batch, sequence, columns]` */
  lookUp(tokens: string): string {
    const { builder, rows, columns, blocks } = this;
    const { bits, blockSize, hasMinima } = this.layout;
    const shape = [rows, blocks, 1];
    const scales = this.floats("tableScales", shape, ({ scales }) => scales);
    const found = builder.operator(
      "GatherBlockQuantized",
      [this.codes(), tokens, scales],
      {
        domain: "com.microsoft",
        attributes: { bits, block_size: blockSize, gather_axis: 0, quantize_axis: 2 },
      },
    );
    const flat = [0, 0, columns];
    if (!hasMinima) return builder.operator("Reshape", [found, builder.integers(flat)]);
    // Without zero points of its own the operator takes the middle code for 0.
    const middle = 2 ** (bits - 1);
    const offsets = this.floats("tableOffsets", shape, ({ scales, minima }) =>
      scales.map((scale, block) => middle * scale + minima![block]!),
    );
    const apart = builder.operator("Reshape", [
      found,
      builder.integers([0, 0, blocks, blockSize]),
    ]);
    const whole = builder.operator("Add", [
      apart,
      builder.operator("Gather", [offsets, tokens]),
    ]);
    return builder.operator("Reshape", [whole, builder.integers(flat)]);
  }

  private codes(): string {
    const { rows, blocks } = this;
    const { bits, blockSize } = this.layout;
    const name = `${this.name}.codes`;
    return this.builder.shared(name, () =>
      this.builder.codes(
        name,
        [rows, blocks, (blockSize * bits) / 8],
        this.read(({ codes }) => codes),
      ),
    );
  }

  private floats(
    what: string,
    shape: readonly number[],
    pick: (made: BlockCodes) => Float32Array,
  ): string {
    const name = `${this.name}.${what}`;
    return this.builder.shared(name, () =>
      this.builder.floats(name, shape, this.read(pick)),
    );
  }

  /** Packed uint8 zero points, all alike; "" where the operator's default is meant. */
  private zeroPoints(): string {
    const { bits, zeroPoint } = this.layout;
    if (zeroPoint === 2 ** (bits - 1)) return "";
    const name = `${this.name}.zeroPoints`;
    return this.builder.shared(name, () => {
      const length = this.rows * Math.ceil((this.blocks * bits) / 8);
      const filled = bits === 4 ? zeroPoint * 17 : zeroPoint;
      return this.builder.codes(name, [length], () =>
        new Uint8Array(length).fill(filled),
      );
    });
  }

  /** Σ of each block of activations: what multiplies a block's minimum. */
  private blockSums(x: string, leading: 1 | 2): string {
    const { builder, blocks } = this;
    const kept = Array.from({ length: leading }, () => 0);
    const blocked = builder.operator("Reshape", [
      x,
      builder.integers([...kept, blocks, this.layout.blockSize]),
    ]);
    return builder.operator("ReduceSum", [blocked, builder.integers([leading + 1])], {
      attributes: { keepdims: 0 },
    });
  }
}
