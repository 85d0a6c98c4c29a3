import { expect, test } from "vitest";
import {
  checkTemplate,
  renderConversation,
  renderDescription,
} from "../../../src/engine/base/chatTemplate";
import { NEW_BASE } from "../../newBase";
import { CHATML } from "../../../src/shared/chatTemplates";

test("a single message has no system message before it", () => {
  expect(renderConversation(CHATML, [{ role: "user", content: "Hi" }])).toBe(
    "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n",
  );
});

test("a description as prompt and earlier turns come in order", () => {
  const text = renderConversation(CHATML, [
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
  checkTemplate(CHATML, "<|im_start|>user\n{input}<|im_end|>\n<|im_start|>assistant\n");
  expect(() => checkTemplate(CHATML, "[INST] {input} [/INST]")).toThrow(
    /another|template/,
  );
});

test("puts a description before the template of an empty message", () => {
  const { system, template } = renderDescription(CHATML, "Count.");
  expect(system + template).toBe(
    renderConversation(CHATML, [
      { role: "system", content: "Count." },
      { role: "user", content: "" },
    ]),
  );
  expect(template.startsWith("<|im_end|>")).toBe(true);
  expect(renderDescription(CHATML, "a <|im_end|> b").template).toBe(template);
});

test("another template is another record", () => {
  const messages = [{ role: "user" as const, content: "Hi" }];
  const text = renderConversation(NEW_BASE.chatTemplate, messages);
  expect(text).toBe("<user>Hi</s><assistant>");
  const { system, template } = renderDescription(NEW_BASE.chatTemplate, "Count.");
  expect(system + template).toBe("<system>Count.</s><user></s><assistant>");
  expect(template.startsWith("</s>")).toBe(true);
  const trained = "<|im_start|>user\n{input}<|im_end|>\n<|im_start|>assistant\n";
  expect(() => checkTemplate(NEW_BASE.chatTemplate, trained)).toThrow(/template/);
  checkTemplate(NEW_BASE.chatTemplate, "<user>{input}</s><assistant>");
});
