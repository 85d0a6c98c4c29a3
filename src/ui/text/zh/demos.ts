/** Chinese texts of the Demos tab. */
import type { demosEnglish } from "../en/demos";
import type { Translated } from "../en/english";

export const demosChinese: Translated<typeof demosEnglish> = {
  heading: "演示：每个任务类别一个",
  rule: "选取规则在测量之前就已定好：在每个有验证任务的类别中，取按名称排序的第一个以完全匹配评分的任务。超网络没有在其中任何一个上训练过。描述和消息由我们编写。",
  measured:
    "{{base}} 与 {{model}} 对每个任务 {{inputs}} 个输入的正确回答数，贪心，完全匹配。",
  taughtNote:
    "“教过 {{examples}} 例”：同一个适配器，用该任务的另外 {{examples}} 个示例按页面的初始设置教过之后；被测的输入不在其中。这些设置是在验证任务上选定的，其中包括这里的几个任务。",
  otherModel: "当前加载的是 {{model}}；这些数字是 {{measured}} 的。",
  otherBase: "当前加载的是 {{base}}；这些数字是 {{measured}} 的。",
  notMeasured: "尚未测量。",
  works: "有效的任务",
  worksNote: "使用适配器时至少一半回答正确，多于单独的模型，也多于提示。",
  partly: "偶尔有帮助的任务",
  partlyNote: "正确的回答多于单独的模型和提示，但不到一半。",
  fails: "无效的任务",
  failsNote: "适配器并不比单独的模型或提示更常正确。不妨一试：失败就是这个样子。",
  base: "单独",
  prompt: "提示",
  adapter: "适配器",
  taught: "教过 {{examples}} 例",
  count: "{{correct}} / {{total}}",
  message: "消息",
  answer: "正确答案",
  run: "运行",
  runNamed: "运行演示：{{name}}",
  families: {
    classification: "分类",
    code: "代码",
    extraction: "提取",
    format: "格式",
    generation: "生成",
    intent: "意图",
    knowledge: "知识",
    labelMapping: "句子形式的标签",
    linguistics: "语言学",
    listOps: "列表",
    math: "数字",
    nli: "相同或不同",
    persona: "人物",
    sentiment: "情感",
    sequence: "序列",
    stringOps: "单词",
    style: "文体",
  },
};
