/** What the choice of the base model says, in Chinese. */
import type { baseQuestionEnglish, basesEnglish, ownBaseEnglish } from "../en/bases";
import type { Translated } from "../en/english";

export const basesChinese: Translated<typeof basesEnglish> = {
  choose: "回答用的基础模型",
  facts: "下载 {{size}}，约需 {{memory}} GB 内存",
  factsHere: "{{size}}，已在这台设备上；约需 {{memory}} GB 内存",
  goodFor: "适合{{what}}",
  accuracy: "不用适配器时，未见任务：用文字告知答对 {{told}}，给三个例子答对 {{shown}}",
  generated: "用由描述生成的适配器答对 {{generated}}",
  heavy: "对这台设备或它的网络来说偏大",
  alone: "还没有超网络：可用对话、提示列、检查，以及用例子教出的适配器",
  note: "切换会加载另一个模型，描述、消息和收藏都保留；适配器属于它的基础模型。",
  otherAdapter: "这个适配器是为 {{base}} 制作的，加载它以后才能用。",
  instead: "改为加载 {{base}}",
};

/** The question before another base model is loaded. */
export const baseQuestionChinese: Translated<typeof baseQuestionEnglish> = {
  link: "这个链接是用 {{base}} 制作的。",
  library: "这个适配器是用 {{base}} 制作的。",
  download: "{{base}} 需要下载 {{size}}。",
  here: "{{base}}（{{size}}）已在这台设备上。",
  ask: "要用它代替 {{ours}} 吗？无论怎样，文字、例子、消息和收藏都会保留。",
  load: "加载 {{base}}",
  decline: "继续用 {{ours}}",
  unlinked:
    "链接只写明基础模型的 SHA-256，无法携带模型本身：打开链接的人需要文件 {{file}}。",
};

/** What it says of a base model from a person's own file. */
export const ownBaseChinese: Translated<typeof ownBaseEnglish> = {
  pick: "自己的 GGUF……",
  note: "也可以把 GGUF 拖到页面的任何地方：架构为 llama、qwen2 或 qwen3，聊天模板为 ChatML 或 Llama 3 的。文件只留在这个标签页里。",
  facts:
    "{{architecture}}，{{type}} 格式的 {{parameters}} 百万个参数，{{size}}；约需 {{memory}} GB 内存",
  factsOnGpu:
    "{{architecture}}，{{type}} 格式的 {{parameters}} 百万个参数，{{size}}；约需 {{memory}} 显存",
  reading: "正在读取 {{name}}：",
  ask: "{{name}} 比较大：{{facts}}。要用它代替基础模型吗？描述、例子、消息和收藏都会保留。",
  short: "这台设备大约有 {{gigabytes}} GB 内存：标签页可能会毫无预警地关闭。",
  load: "加载",
  decline: "不加载",
  nothingLost: "其余一切照旧。",
  own: "来自您的文件",
  keeping: "正在保存：",
  kept: "已保存在这个浏览器里，下次访问可用。",
  unkept: "只在这个标签页里。",
  fileNeeded: "需要再次提供文件。",
  keep: "保存",
  keepNamed: "把 {{name}} 保存在这个浏览器里",
  remove: "移除",
  removeNamed: "从这个浏览器里移除 {{name}}",
  hypernetworks:
    "这里的超网络是为 {{bases}} 训练的，所以描述不能变成 {{base}} 的适配器；对话、提示列、检查，以及用例子教出的或导入的适配器都可用。要为它训练一个，请看 training/README.md 的 “Another base model”：`python -m training.commands.train --base-id ID --base-model FILE`。",
};
