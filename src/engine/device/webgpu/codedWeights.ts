/** Weights of a matrix of codes in a graph on WebGPU: multiplied with, looked up in, or both. */
import type { BlockCodes, CodeLayout } from "../../../formats/quantization";
import type { CodedMatrix } from "../codedMatrix";
import { madeTogether, transpose, type GraphBuilder } from "../graph";

/** They are in the graph once, however often they are used. */
export class CodedWeights {
  readonly columns: number;
  private readonly builder: GraphBuilder;
  private readonly name: string;
  private readonly layout: CodeLayout;
  private readonly rows: number;
  private readonly blocks: number;
  private readonly read: ReturnType<typeof madeTogether<BlockCodes>>;

  constructor(
    builder: GraphBuilder,
    name: string,
    { layout, rows, columns, make }: CodedMatrix,
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
    const { builder, rows, columns, blocks, layout } = this;
    const scales = this.floats("productScales", [rows * blocks], ({ scales }) => scales);
    const minima = layout.hasMinima
      ? this.floats("productMinima", [blocks, rows], ({ minima }) =>
          transpose(minima!, rows, blocks),
        )
      : null;
    const weights = { codes: this.codes(), scales, minima };
    return addCodedProduct(builder, { layout, rows, columns }, weights, x, {
      leading,
      output,
    });
  }

  /** Rows by token id: `[batch, sequence]` -> `[batch, sequence, columns]` */
  lookUp(tokens: string): string {
    const { builder, rows, columns, blocks, layout } = this;
    const shape = [rows, blocks, 1];
    const scales = this.floats("tableScales", shape, ({ scales }) => scales);
    const minima = layout.hasMinima
      ? this.floats("tableMinima", shape, ({ minima }) => minima!)
      : null;
    const weights = { codes: this.codes(), scales, minima };
    const found = addCodedRows(builder, { layout, rows, columns }, weights, tokens, 2);
    return builder.operator("Reshape", [found, builder.integers([0, 0, columns])]);
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
}

type CodedShape = Pick<CodedMatrix, "layout" | "rows" | "columns">;

/** Names of weights in the graph; minima are null where the layout has none. */
interface CodedInputs {
  codes: string;
  scales: string;
  minima: string | null;
}

/**
 * x Wᵀ under the name `output`, or a fresh one: x has `leading` dimensions before its columns.
 * Codes `[rows, blocks, bytes]`, scales `[rows · blocks]`, minima `[blocks, rows]`.
 */
export function addCodedProduct(
  builder: GraphBuilder,
  { layout: { bits, blockSize, zeroPoint }, rows, columns }: CodedShape,
  { codes, scales, minima }: CodedInputs,
  x: string,
  { leading, output }: { leading: 1 | 2; output?: string | undefined },
): string {
  const blocks = columns / blockSize;
  const named = output === undefined ? {} : { outputs: [output] };
  // They are packed like the codes.
  const packed = bits === 4 ? zeroPoint * 17 : zeroPoint;
  const zeroPoints =
    zeroPoint === middleOf(bits)
      ? ""
      : builder.filled(packed, [rows * Math.ceil((blocks * bits) / 8)]);
  const product = builder.operator("MatMulNBits", [x, codes, scales, zeroPoints], {
    domain: "com.microsoft",
    attributes: { K: columns, N: rows, bits, block_size: blockSize },
    ...(minima === null && named),
  });
  if (minima === null) return product;
  const blocked = builder.operator("Reshape", [
    x,
    builder.integers([...zeros(leading), blocks, blockSize]),
  ]);
  const sums = builder.operator("ReduceSum", [blocked, builder.integers([leading + 1])], {
    attributes: { keepdims: 0 },
  });
  const least = builder.operator("MatMul", [sums, minima]);
  return builder.operator("Add", [product, least], named);
}

/**
 * Whether `addCodedRows` can expand such a matrix: the operator takes 4-bit zero points of two
 * blocks as one byte.
 */
export function canExpand(layout: CodeLayout, columns: number): boolean {
  return !isPaired(layout) || columns % (2 * layout.blockSize) === 0;
}

/** Whether zero points have to be given: 8-bit codes always have half the range. */
function isPaired({ bits, zeroPoint }: CodeLayout): boolean {
  return zeroPoint !== middleOf(bits);
}

/**
 * Rows by their numbers, of `leading` dimensions: float32 `[…, blocks, blockSize]`. Codes
 * `[rows, blocks, bytes]`, scales and minima `[rows, blocks, 1]`. Zero points are given, not taken
 * up by the minima: those would be so large beside the weights that adding them would lose bits.
 */
export function addCodedRows(
  builder: GraphBuilder,
  { layout, rows, columns }: CodedShape,
  { codes, scales, minima }: CodedInputs,
  numbers: string,
  leading: 1 | 2,
): string {
  const { bits, blockSize, zeroPoint } = layout;
  const blocks = columns / blockSize;
  const expand = (inputs: readonly string[]) =>
    builder.operator("GatherBlockQuantized", inputs, {
      domain: "com.microsoft",
      attributes: { bits, block_size: blockSize, gather_axis: 0, quantize_axis: 2 },
    });
  if (!isPaired(layout)) return withMinima(expand([codes, numbers, scales]));
  const reshape = (x: string, sizes: readonly number[]) =>
    builder.operator("Reshape", [x, builder.integers(sizes)]);
  const paired = expand([
    reshape(codes, [rows, blocks / 2, blockSize]),
    numbers,
    reshape(scales, [rows, blocks / 2, 2]),
    builder.filled(zeroPoint * 17, [rows, blocks / 2, 1]),
  ]);
  return withMinima(reshape(paired, [...zeros(leading), blocks, blockSize]));

  function withMinima(scaled: string): string {
    if (minima === null) return scaled;
    const own = builder.operator("Gather", [minima, numbers]);
    return builder.operator("Add", [scaled, own]);
  }
}

/** The zero point of operators that are given none. */
function middleOf(bits: 4 | 8): number {
  return 2 ** (bits - 1);
}

/** Sizes of a reshaping that leave so many dimensions as they are. */
function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}
