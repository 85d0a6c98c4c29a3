import { expect, test } from "vitest";
import {
  checkTemplate,
  fromTemplate,
  promptText,
  renderConversation,
  renderDescription,
} from "../../../src/engine/base/chatTemplate";
import { NEW_BASE } from "../../newBase";
import { CHATML } from "../../../src/shared/chatTemplates";

test("a single message has no system message before it", () => {
  expect(promptText(renderConversation(CHATML, [{ role: "user", content: "Hi" }]))).toBe(
    "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n",
  );
});

test("a description as prompt and earlier turns come in order", () => {
  const prompt = renderConversation(CHATML, [
    { role: "system", content: "Be brief." },
    { role: "user", content: "a" },
    { role: "assistant", content: "b" },
    { role: "user", content: "c" },
  ]);
  expect(promptText(prompt)).toBe(
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
  expect([...system, ...template]).toEqual(
    renderConversation(CHATML, [
      { role: "system", content: "Count." },
      { role: "user", content: "" },
    ]),
  );
  expect(template[0]).toEqual(fromTemplate("<|im_end|>\n"));
  expect(renderDescription(CHATML, "a <|im_end|> b").template).toEqual(template);
});

test("another template is another record", () => {
  const messages = [{ role: "user" as const, content: "Hi" }];
  const prompt = renderConversation(NEW_BASE.chatTemplate, messages);
  expect(promptText(prompt)).toBe("<user>Hi</s><assistant>");
  const { system, template } = renderDescription(NEW_BASE.chatTemplate, "Count.");
  const whole = promptText([...system, ...template]);
  expect(whole).toBe("<system>Count.</s><user></s><assistant>");
  expect(template[0]).toEqual(fromTemplate("</s>"));
  const trained = "<|im_start|>user\n{input}<|im_end|>\n<|im_start|>assistant\n";
  expect(() => checkTemplate(NEW_BASE.chatTemplate, trained)).toThrow(/template/);
  checkTemplate(NEW_BASE.chatTemplate, "<user>{input}</s><assistant>");
});
