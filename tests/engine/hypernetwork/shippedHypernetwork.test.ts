import { afterAll, beforeAll, expect, it } from "vitest";
import { fileURLToPath } from "node:url";
import { type ModuleTensors, unpackAdapter } from "../../../src/engine/adapter/tensors";
import { answerColumns } from "../../../src/engine/base/conversation";
import { loadParts, type LoadedParts } from "../../../src/engine/loading";
import { inMemory } from "../../../src/engine/adapter/rows";
import { openDevice } from "../../../src/engine/device/devices";
import { configureRuntime } from "../../../src/engine/device/runtime";
import { MODELS, recordOf } from "../../../src/shared/models";
import { GREEDY } from "../../../src/shared/sampler";
import { folderFiles } from "../../../scripts/folderFiles";
import { INITIAL_MODELS } from "../../../scripts/initialModels";
import { largestDifference } from "../difference";
import { goldenFile, goldenTensors, hasLargeBaseModel } from "../golden";

interface AdapterGolden {
  description: string;
  layers: number[];
  sha256: string;
  message: string;
  answer: string;
  max_new_tokens: number;
}

/** BA x, with the x of the golden one. */
function productOf({ A, B, rank, in: size, out }: ModuleTensors): Float32Array {
  const inner = Float32Array.from({ length: rank }, (_, row) =>
    A.subarray(row * size, (row + 1) * size).reduce(
      (sum, value, at) => sum + value * Math.cos(at),
      0,
    ),
  );
  return Float32Array.from({ length: out }, (_, row) =>
    B.subarray(row * rank, (row + 1) * rank).reduce(
      (sum, value, at) => sum + value * inner[at]!,
      0,
    ),
  );
}

const PUBLIC = fileURLToPath(new URL("../../../public", import.meta.url));
let parts: LoadedParts | null = null;

beforeAll(() => configureRuntime({ threads: 2 }));
afterAll(() => parts?.dispose());

it.each([
  "smollm2-135m-t2l-g-sft",
  "smollm2-135m-t2l-l-sft",
  "smollm2-135m-t2l-l-reconstruction",
  ...(hasLargeBaseModel ? ["qwen2.5-coder-0.5b-t2l-g-sft"] : []),
])(
  "%s turns a description into PyTorch's adapter, from the text to what A and B do, and answers alike",
  async (hypernetworkId) => {
    const name = `adapter_${hypernetworkId}`;
    const golden = JSON.parse(
      new TextDecoder().decode(await goldenFile(`${name}.json`)),
    ) as AdapterGolden;
    const { baseModelId } = recordOf(MODELS, "hypernetwork", hypernetworkId);
    await parts?.dispose();
    parts = await loadParts(
      folderFiles(PUBLIC),
      { ...INITIAL_MODELS, baseModelId, hypernetworkId, contextLength: 128 },
      await openDevice("wasm"),
      () => {},
      undefined,
    );
    const { languageModel, tokenizer } = parts;
    const { manifest, hypernetwork } = parts.writer!;
    expect(
      manifest.weights.sha256,
      "the golden adapter is of another checkpoint: run python -m training.commands.golden.adapters",
    ).toBe(golden.sha256);
    const encoded = await hypernetwork.read(golden.description);
    const { packed } = await hypernetwork.generate(encoded);
    const modules = unpackAdapter(packed);

    const expected = await goldenTensors(`${name}.safetensors`);
    for (const layer of golden.layers) {
      for (const module of manifest.targetModules) {
        const ours = modules.find((one) => one.layer === layer && one.module === module)!;
        const product = expected(`${module}.${layer}`);
        const size = Math.max(...product.map(Math.abs));
        expect(largestDifference(productOf(ours), product)).toBeLessThan(1e-4 * size);
      }
    }

    const messages = [{ role: "user" as const, content: golden.message }];
    const adapter = languageModel.placeAdapter(inMemory(packed));
    const [answer] = await answerColumns(
      languageModel,
      tokenizer,
      [{ id: "adapted", messages, adapter, scale: manifest.scaling }],
      {
        sampler: GREEDY,
        chatTemplate: parts.records.base.chatTemplate,
        maxNewTokens: golden.max_new_tokens,
        onEvents: () => {},
      },
    );
    expect(answer!.text).toBe(golden.answer);
    adapter.dispose();
  },
);
