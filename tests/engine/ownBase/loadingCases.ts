/** A person's base model through the whole engine, on every device. */
import { afterAll, describe, expect, test } from "vitest";
import {
  fromTemplate,
  promptText,
  renderConversation,
} from "../../../src/engine/base/chatTemplate";
import { createTokenizer } from "../../../src/engine/base/tokenizer";
import { createEngine } from "../../../src/engine/engine";
import { readGguf } from "../../../src/formats/gguf";
import { CHATML, type ChatTemplate, LLAMA_3 } from "../../../src/shared/chatTemplates";
import type { Device } from "../../../src/shared/engine";
import type { OwnBase } from "../../../src/shared/models";
import { GREEDY } from "../../../src/shared/sampler";
import { referenceLogits } from "../base/referenceLlama";
import { TOY, type ToyModelOptions } from "../base/toyModel";
import { toySite } from "../toySite";
import { chatMetadata, chattingModel, fileOf, LLAMA_3_JINJA } from "./toyFiles";
import { LESSON_SETTINGS } from "../../lessonSettings";

const MESSAGES = ["hi", "ab?"];
const LONGEST = 3;

/** Toy models and the template of each. */
const KINDS = {
  llama: [{ architecture: "llama" }, CHATML],
  qwen2: [{ architecture: "qwen2" }, CHATML],
  qwen3: [{ architecture: "qwen3" }, CHATML],
  "Llama 3": [
    { hasRopeFactors: true, metadata: chatMetadata(LLAMA_3_JINJA, "llama-bpe") },
    LLAMA_3,
  ],
} satisfies Record<string, [ToyModelOptions, ChatTemplate]>;
type Kind = keyof typeof KINDS;

interface Cases {
  kinds?: readonly Kind[];
  /** Whether a lesson is tried. */
  teaches?: boolean;
}

/** A GPU in software takes more than a minute for each, so that it is asked for fewer. */
export function describeOwnBases(
  device: Device,
  { kinds = Object.keys(KINDS) as Kind[], teaches = true }: Cases = {},
): void {
  const engine = createEngine({ files: toySite(), runtime: { threads: 1 } });
  afterAll(() => engine.dispose());

  const load = ({ record }: OwnBase, file: File) =>
    engine.load(
      {
        device,
        baseModelId: record.id,
        encoderId: null,
        hypernetworkId: null,
        contextLength: TOY.context,
        ownBase: { record, file },
      },
      () => {},
    );

  async function answers(adapterId: string | null): Promise<string[]> {
    const columns = MESSAGES.map((content, index) => ({
      id: String(index),
      messages: [{ role: "user" as const, content }],
      adapterId,
      strength: 1,
    }));
    const request = { columns, sampler: GREEDY, maxNewTokens: LONGEST };
    return (await engine.chat(request, () => {})).map(({ text }) => text);
  }

  describe.each(kinds)("a file of %s", (kind) => {
    const [options, template] = KINDS[kind];
    const bytes = chattingModel({ ...options, head: "Q8_0" });
    const file = fileOf(bytes);

    test("answers with the reference's greedy tokens", async () => {
      const base = await engine.inspectBase(file, () => {});
      const loaded = await load(base, file);
      expect(loaded).toMatchObject({
        base: { id: base.record.id, label: "mouse", sha256: base.record.files[0].sha256 },
        hypernetwork: null,
      });
      expect(await answers(null)).toEqual(
        MESSAGES.map((message) => referenceAnswer(bytes, message, template)),
      );
    });

    test.runIf(teaches)(
      "is taught, and what it learnt goes out and comes in",
      async () => {
        const { record } = await engine.inspectBase(file, () => {});
        const taught = await engine.teach(
          {
            start: { kind: "zero" },
            examples: [{ input: "a", output: "b" }],
            heldOut: [],
            settings: { ...LESSON_SETTINGS, steps: 2, rate: 0.02 },
          },
          () => {},
        );
        expect(taught.baseModelId).toBe(record.id);
        expect(await answers(taught.id)).toHaveLength(MESSAGES.length);
        // Out as files for others, and in again.
        const { name, bytes: zip } = await engine.exportAdapter(taught.id, 1);
        const text = new TextDecoder("latin1").decode(zip);
        expect(text).toContain('"base_model_name_or_path": null');
        expect(text).toContain('from_pretrained(".", gguf_file="mouse.gguf")');
        const back = await engine.importAdapter([{ name, bytes: zip }]);
        expect(await answers(back.id)).toEqual(await answers(taught.id));
      },
    );
  });

  test("a file that changed on the disk is not taken for what it was", async () => {
    const file = fileOf(chattingModel());
    const base = await engine.inspectBase(file, () => {});
    const other = fileOf(chattingModel({ embedding: "F16" }));
    await expect(load(base, other)).rejects.toMatchObject({
      failure: { code: "bad-base", fault: { kind: "changed" } },
    });
  });

  test("a file that is neither given nor kept is asked for", async () => {
    const file = fileOf(chattingModel());
    const { record } = await engine.inspectBase(file, () => {});
    const request = {
      device,
      baseModelId: record.id,
      encoderId: null,
      hypernetworkId: null,
      contextLength: TOY.context,
    };
    await expect(
      engine.load({ ...request, ownBase: { record, file: null } }, () => {}),
    ).rejects.toMatchObject({ failure: { code: "bad-base", fault: { kind: "gone" } } });
  });
}

/** Greedy answer of a forward pass in double precision. */
function referenceAnswer(
  bytes: Uint8Array,
  content: string,
  template: ChatTemplate,
): string {
  const tokenizer = createTokenizer(readGguf(bytes), template);
  const prompt = promptText(renderConversation(template, [{ role: "user", content }]));
  const tokens = tokenizer.encode([fromTemplate(prompt)]);
  const decoder = tokenizer.streamDecoder();
  for (let count = 0; count < LONGEST; count++) {
    const logits = referenceLogits(bytes, tokens);
    const next = logits.indexOf(Math.max(...logits));
    if (tokenizer.stopTokens.has(next)) return decoder.finish(false);
    decoder.push(next);
    tokens.push(next);
  }
  return decoder.finish(true);
}
