/** What a person's file is said to be, and why it is refused. */
import { describe, expect, test } from "vitest";
import { createEngine } from "../../../src/engine/engine";
import type { Failure } from "../../../src/shared/errors";
import { MODELS, recordOf } from "../../../src/shared/models";
import { toyModel } from "../base/toyModel";
import {
  baseModelPath,
  hasLargeBaseModel,
  LARGE_BASE_MODEL_ID,
  modelFile,
} from "../golden";
import { toySite } from "../toySite";
import { chatMetadata, chattingModel, CHATML_JINJA, fileOf } from "./toyFiles";

const engine = createEngine({ files: toySite(), runtime: { threads: 1 } });
const inspect = (file: File, signal?: AbortSignal) =>
  engine.inspectBase(file, () => {}, signal);

const SMOLLM2 = "smollm2-135m-instruct-q4_1";

test.each(["llama", "qwen2", "qwen3"] as const)(
  "a model of the architecture %s is described by its file",
  async (architecture) => {
    const bytes = chattingModel({
      architecture,
      head: "Q8_0",
      metadata: { "general.license": { type: "string", value: "cc0-1.0" } },
    });
    const seen: number[] = [];
    const base = await engine.inspectBase(fileOf(bytes, "Mouse-1.gguf"), (count) =>
      seen.push(count),
    );
    expect(base).toMatchObject({
      architecture,
      trainedContext: 32,
      record: {
        label: "Mouse-1",
        quantization: "Q4_1",
        licence: "cc0-1.0",
        chatTemplate: { name: "ChatML" },
        source: { kind: "own" },
        hubId: null,
        neededGigabytes: 2,
      },
    });
    const [file] = base.record.files;
    expect(base.record.id).toBe(`own-${file.sha256.slice(0, 16)}`);
    expect(file).toMatchObject({ path: "Mouse-1.gguf", bytes: bytes.byteLength });
    expect(seen.at(-1)).toBe(bytes.byteLength);
  },
);

test("the same bytes are the same model under any name, and others another", async () => {
  const bytes = chattingModel();
  const one = await inspect(fileOf(bytes, "a.gguf"));
  const renamed = await inspect(fileOf(bytes, "b.GGUF"));
  const other = await inspect(fileOf(chattingModel({ head: "F16" }), "a.gguf"));
  expect(renamed.record.id).toBe(one.record.id);
  expect(renamed.record.label).toBe("b");
  expect(other.record.id).not.toBe(one.record.id);
});

test.each([SMOLLM2, ...(hasLargeBaseModel ? [LARGE_BASE_MODEL_ID] : [])])(
  "the page's own file %s is recognised under any name",
  async (id) => {
    const bytes = new Uint8Array(await modelFile(baseModelPath(id)));
    const base = await inspect(fileOf(bytes, "downloaded.gguf"));
    const own = recordOf(MODELS, "base", id);
    expect(base.record).toBe(own);
    // The same rule gives the memory that was measured with it.
    const gigabytes = Math.ceil(1.2 + (1.3 * base.heldBytes.wasm) / 1e9);
    expect(gigabytes).toBe(own.neededGigabytes);
  },
);

const text = (content: string) => new TextEncoder().encode(content);
const field = (value: string) => ({ type: "string", value }) as const;
const number = (value: number) => ({ type: "uint32", value }) as const;
const toy = chattingModel();

describe("a file that is no base model is refused with its cause", () => {
  test.each<[string, Uint8Array<ArrayBuffer>, Failure]>([
    ["nothing", new Uint8Array(0), bad({ kind: "empty" })],
    [
      "a pointer of Git LFS",
      text("version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 1\n"),
      bad({ kind: "lfs-pointer" }),
    ],
    ["a web page", text("\n<!DOCTYPE html><html></html>"), bad({ kind: "page" })],
    ["another file", text("PK\x03\x04 zipped"), bad({ kind: "not-gguf" })],
    [
      "a LoRA",
      chattingModel({ metadata: { "general.type": field("adapter") } }),
      bad({ kind: "adapter" }),
    ],
    [
      "a vision projector",
      chattingModel({ metadata: { "general.type": field("mmproj") } }),
      unsupported({ kind: "model-key", key: "general.type", value: '"mmproj"' }),
    ],
    [
      "a part of a split model",
      chattingModel({ metadata: { "split.no": number(1), "split.count": number(3) } }),
      bad({ kind: "split", number: 2, count: 3 }),
    ],
    [
      "a download that broke off among the tensors",
      toy.slice(0, toy.byteLength - 1),
      bad({ kind: "truncated", bytes: toy.byteLength - 1, expected: toy.byteLength }),
    ],
    [
      "a download that broke off within the header",
      toy.slice(0, 400),
      { code: "bad-file", file: "gguf", fault: expect.anything() },
    ],
    [
      "another architecture",
      chattingModel({ metadata: { "general.architecture": field("gemma3") } }),
      unsupported({ kind: "model-key", key: "general.architecture", value: '"gemma3"' }),
    ],
    [
      "another tokenizer",
      chattingModel({ metadata: { "tokenizer.ggml.pre": field("tekken") } }),
      unsupported({ kind: "model-key", key: "tokenizer.ggml.pre", value: '"tekken"' }),
    ],
    [
      "a model that was not taught to answer",
      toyModel({ metadata: chatMetadata(null) }),
      bad({ kind: "no-template" }),
    ],
    [
      "a chat template of another kind",
      toyModel({ metadata: chatMetadata(CHATML_JINJA.replace("\\n'", "'")) }),
      bad({ kind: "other-template", known: "ChatML, Llama 3" }),
    ],
    [
      "a chat template that cannot be rendered",
      toyModel({ metadata: chatMetadata("{% for %}") }),
      bad({ kind: "other-template", known: "ChatML, Llama 3" }),
    ],
  ])("%s", async (_, bytes, failure) => {
    await expect(inspect(fileOf(bytes))).rejects.toMatchObject({ failure });
  });

  test("a type that cannot be computed with, by the tensor's name", async () => {
    const bytes = chattingModel({
      tensors: [
        {
          name: "extra.weight",
          shape: [256],
          type: "IQ4_XS",
          bytes: new Uint8Array(136),
        },
      ],
    });
    await expect(inspect(fileOf(bytes))).rejects.toMatchObject({
      failure: {
        code: "unsupported-model",
        fault: { kind: "tensor-type", tensor: "extra.weight", type: "IQ4_XS" },
      },
    });
  });
});

test("a template of ChatML with a system message of its own is ChatML", async () => {
  const jinja =
    "{% if messages[0]['role'] != 'system' %}<|im_start|>system\nBe kind.<|im_end|>\n{% endif %}" +
    CHATML_JINJA;
  const base = await inspect(fileOf(toyModel({ metadata: chatMetadata(jinja) })));
  expect(base.record.chatTemplate.name).toBe("ChatML");
});

test("reading can be cancelled", async () => {
  const stop = new AbortController();
  stop.abort();
  await expect(inspect(fileOf(toy), stop.signal)).rejects.toMatchObject({
    failure: { code: "aborted" },
  });
});

function bad(fault: Extract<Failure, { code: "bad-base" }>["fault"]): Failure {
  return { code: "bad-base", fault };
}

function unsupported(
  fault: Extract<Failure, { code: "unsupported-model" }>["fault"],
): Failure {
  return { code: "unsupported-model", fault };
}
