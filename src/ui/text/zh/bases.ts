/** What the choice of the base model says, in Chinese. */
import type { basesEnglish } from "../en/bases";
import type { Translated } from "../en/english";

export const basesChinese: Translated<typeof basesEnglish> = {
  choose: "回答用的基础模型",
  facts: "下载 {{size}}，约需 {{memory}} GB 内存",
  goodFor: "适合{{what}}",
  accuracy: "不用适配器时，未见任务：用文字告知答对 {{told}}，给三个例子答对 {{shown}}",
  alone: "还没有超网络：只能用对话、提示列和检查",
  note: "切换会加载另一个模型，描述、消息和收藏都保留；适配器属于它的基础模型。",
  instead: "改为加载 {{base}}",
};
