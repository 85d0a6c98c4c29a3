import { expect, test } from "vitest";
import {
  checkTemplate,
  renderConversation,
  renderDescription,
} from "../../../src/engine/base/chatTemplate";

test("a single message has no system message before it", () => {
  expect(renderConversation([{ role: "user", content: "Hi" }])).toBe(
    "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n",
  );
});

test("a description as prompt and earlier turns come in order", () => {
  const text = renderConversation([
    { role: "system", content: "Be brief." },
    { role: "user", content: "a" },
    { role: "assistant", content: "b" },
    { role: "user", content: "c" },
  ]);
  expect(text).toBe(
    "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\na<|im_end|>\n" +
      "<|im_start|>assistant\nb<|im_end|>\n<|im_start|>user\nc<|im_end|>\n<|im_start|>assistant\n",
  );
});

test("a checkpoint trained with another template is refused", () => {
  checkTemplate("<|im_start|>user\n{input}<|im_end|>\n<|im_start|>assistant\n");
  expect(() => checkTemplate("[INST] {input} [/INST]")).toThrow(/another|template/);
});

test("puts a description before the template of an empty message", () => {
  const { system, template } = renderDescription("Count.");
  expect(system + template).toBe(
    renderConversation([
      { role: "system", content: "Count." },
      { role: "user", content: "" },
    ]),
  );
  expect(template.startsWith("<|im_end|>")).toBe(true);
  expect(renderDescription("a <|im_end|> b").template).toBe(template);
});
