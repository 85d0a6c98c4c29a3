/** Cases that linear layers of every ggml type must compute, on any device. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ComputeDevice } from "../../../src/engine/device/device";
import { GraphBuilder } from "../../../src/engine/device/graph";
import type { LinearLayers, ProjectionPart } from "../../../src/engine/device/linear";
import { Tensor } from "../../../src/engine/device/runtime";
import { OPSET } from "../../../src/engine/teaching/layerGraphs";
import { GGML_TYPES, type GgmlTypeName } from "../../../src/formats/ggml/types";
import type { GgufTensor } from "../../../src/formats/gguf";
import { dequantise } from "../../../src/formats/quantization";
import { readSafetensors } from "../../../src/formats/safetensors";
import { randomStream } from "../../../src/shared/random";

const TYPES = Object.keys(GGML_TYPES) as GgmlTypeName[];
/** Weights of a row, and rows of a tensor: what the golden blocks hold. */
const COLUMNS = 256;
const ROWS = 4;
const TOKENS = [3, 0, 2];
/** Relative to the sum of all products' sizes. */
const TOLERANCE = 1e-5;

/** `readGolden` gives the bytes of quantization.safetensors in tests/fixtures/golden. */
export function describeLinearLayers(
  open: () => Promise<ComputeDevice>,
  readGolden: () => Promise<Uint8Array>,
): void {
  let device: ComputeDevice;
  let golden: ReturnType<typeof readSafetensors>;
  const random = randomStream(5);
  const x = Float32Array.from({ length: 2 * COLUMNS }, () => random() - 0.5);

  beforeAll(async () => {
    device = await open();
    golden = readSafetensors(await readGolden());
  });
  afterAll(() => device.dispose());

  describe.each(TYPES)("weights of type %s", (type) => {
    it.each([1, 2])(
      "are multiplied with %i tokens, two matrices in one",
      async (tokens) => {
        const matrix = matrixOf(type);
        const y = await project([matrix, matrix], tokens);
        expectProducts(y, [matrix, matrix]);
      },
    );

    it("are looked up by row", async () => {
      const matrix = matrixOf(type);
      const weights = dequantise(matrix);
      const found = await run((layers, builder) => {
        builder.input("tokens", "int32", [1, TOKENS.length]);
        builder.output(layers.lookUp(matrix, "tokens"), "float32", [1, 3, COLUMNS]);
      });
      const expected = TOKENS.flatMap((row) => [
        ...weights.subarray(row * COLUMNS, (row + 1) * COLUMNS),
      ]);
      expect(found).toHaveLength(expected.length);
      for (const [index, value] of expected.entries()) {
        const difference = Math.abs(found[index]! - value);
        expect(difference).toBeLessThanOrEqual(1e-6 * Math.abs(value));
      }
    });

    it("are a head", async () => {
      const matrix = matrixOf(type);
      const logits = await run((layers, builder) => {
        builder.input("hidden", "float32", [2, COLUMNS]);
        layers.head(matrix, "hidden", "logits");
        builder.output("logits", "float32", [2, ROWS]);
      });
      expectProducts(logits, [matrix]);
    });

    it("are multiplied with from both sides", async () => {
      const matrix = matrixOf(type);
      expectProducts(await projectTwoWay([matrix, matrix]), [matrix, matrix]);
      expectProductsBack(await projectBack([matrix, matrix]), [matrix, matrix]);
    });
  });

  it.each<[GgmlTypeName, GgmlTypeName]>([
    ["Q5_0", "Q8_0"],
    ["Q4_K", "Q6_K"],
    ["Q4_0", "F16"],
    ["Q5_1", "Q8_0"],
  ])("weights of types %s and %s are multiplied in one", async (...types) => {
    const matrices = types.map(matrixOf);
    expectProducts(await project(matrices, 1), matrices);
    expectProducts(await projectTwoWay(matrices), matrices);
    expectProductsBack(await projectBack(matrices), matrices);
  });

  function matrixOf(type: GgmlTypeName): GgufTensor {
    const bytes = Uint8Array.from(golden.get(`${type}.blocks`)!.bytes);
    return { name: "matrix", type, shape: [ROWS, COLUMNS], bytes };
  }

  function project(matrices: GgufTensor[], tokens: number): Promise<Float32Array> {
    return run((layers, builder) => {
      builder.input("x", "float32", [1, tokens, COLUMNS]);
      const parts = matrices.map((tensor) => ({ tensor }));
      const width = matrices.length * ROWS;
      builder.output(layers.project("all", parts, "x"), "float32", [1, tokens, width]);
    });
  }

  function projectTwoWay(matrices: GgufTensor[]): Promise<Float32Array> {
    return run((layers, builder) => {
      builder.input("x", "float32", [1, 2, COLUMNS]);
      const { project } = layers.twoWay("all", partsOf(matrices));
      builder.output(project("x"), "float32", [1, 2, matrices.length * ROWS]);
    }, OPSET);
  }

  function projectBack(matrices: GgufTensor[]): Promise<Float32Array> {
    return run((layers, builder) => {
      builder.input("dy", "float32", [1, 2, matrices.length * ROWS]);
      const { projectBack } = layers.twoWay("all", partsOf(matrices));
      builder.output(projectBack("dy"), "float32", [1, 2, COLUMNS]);
    }, OPSET);
  }

  /** Matrices of the same golden blocks under names of their own. */
  function partsOf(matrices: readonly GgufTensor[]): ProjectionPart[] {
    return matrices.map((tensor, index) => ({
      tensor: { ...tensor, name: `matrix.${index}` },
    }));
  }

  /** `y`: for each token the products of all rows of all matrices. */
  function expectProducts(y: Float32Array, matrices: readonly GgufTensor[]): void {
    const rows = matrices.flatMap((matrix) => {
      const weights = dequantise(matrix);
      return Array.from({ length: ROWS }, (_, row) => weights.subarray(row * COLUMNS));
    });
    expect(y.length % rows.length).toBe(0);
    for (const [index, found] of y.entries()) {
      const input = x.subarray(Math.floor(index / rows.length) * COLUMNS);
      let sum = 0;
      let size = 0;
      for (let column = 0; column < COLUMNS; column++) {
        const product = rows[index % rows.length]![column]! * input[column]!;
        sum += product;
        size += Math.abs(product);
      }
      expect(Math.abs(found - sum)).toBeLessThan(TOLERANCE * size);
    }
  }

  /** `dx`: for each token the sum over all rows of all matrices, each times its gradient. */
  function expectProductsBack(dx: Float32Array, matrices: readonly GgufTensor[]): void {
    const rows = matrices.flatMap((matrix) => {
      const weights = dequantise(matrix);
      return Array.from({ length: ROWS }, (_, row) => weights.subarray(row * COLUMNS));
    });
    expect(dx).toHaveLength(2 * COLUMNS);
    for (const [index, found] of dx.entries()) {
      const gradient = x.subarray(Math.floor(index / COLUMNS) * rows.length);
      let sum = 0;
      let size = 0;
      for (const [row, weights] of rows.entries()) {
        const product = gradient[row]! * weights[index % COLUMNS]!;
        sum += product;
        size += Math.abs(product);
      }
      expect(Math.abs(found - sum)).toBeLessThanOrEqual(TOLERANCE * size);
    }
  }

  /** The only output of a graph, given whichever input it has. */
  async function run(
    build: (layers: LinearLayers, builder: GraphBuilder) => void,
    opset?: number,
  ): Promise<Float32Array> {
    const builder = new GraphBuilder("linear");
    build(device.linearLayers(builder), builder);
    const graph = builder.finish(opset);
    const session = await device.createSession(graph);
    const { name, shape } = graph.inputs[0]!;
    const sizes = shape!.map(Number);
    const length = sizes.reduce((product, size) => product * size, 1);
    const input =
      name === "tokens"
        ? new Tensor("int32", Int32Array.from(TOKENS), sizes)
        : new Tensor("float32", x.slice(0, length), sizes);
    const output = graph.outputs[0]!.name;
    const [values] = await device.read(await session.run({ [name]: input }), [output]);
    const copy = values!.slice();
    await session.dispose();
    return copy;
  }
}
