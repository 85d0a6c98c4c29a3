/** A base model's file, and how many tokens the prompt is for it. */
import { renderConversation } from "../../src/engine/base/chatTemplate";
import { createTokenizer, type Tokenizer } from "../../src/engine/base/tokenizer";
import type { ModelFiles } from "../../src/engine/files/modelFiles";
import { openGguf } from "../../src/engine/loading";
import type { Gguf } from "../../src/formats/gguf";
import { type BaseModelRecord, MODELS, recordOf } from "../../src/shared/models";
import { MESSAGES } from "./contestant";

export interface Prompt {
  record: BaseModelRecord;
  gguf: Gguf;
  tokenizer: Tokenizer;
  promptTokens: number;
}

export async function readPrompt(
  files: ModelFiles,
  baseModelId: string,
): Promise<Prompt> {
  const record = recordOf(MODELS, "base", baseModelId);
  const [file] = record.files;
  const path = `models/${record.id}/${file.path}`;
  const gguf = await openGguf(files, record, await files.read(path, file, () => {}));
  const tokenizer = createTokenizer(gguf, record.chatTemplate);
  const prompt = renderConversation(record.chatTemplate, MESSAGES);
  return { record, gguf, tokenizer, promptTokens: tokenizer.encode(prompt).length };
}
