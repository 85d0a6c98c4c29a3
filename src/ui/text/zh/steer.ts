/** Chinese texts of steering an adapter. */
import type { Translated } from "../en/english";
import type { steerEnglish } from "../en/steer";

export const steerChinese: Translated<typeof steerEnglish> = {
  scope: "作用范围",
  scopeWhole: "全部",
  scopePart: "{{modules}}，第 {{first}}–{{last}} 层",
  scopeNothing: "无：即原模型",
  modules: "模块",
  firstLayer: "起始层",
  lastLayer: "结束层",
  everywhere: "恢复全部",
  live: "实时：边输入边生成适配器",
  asksAgain: "并重新询问上一条消息",
  add: "混合第二个描述",
  remove: "移除",
  second: "第二个描述",
  placeholder: "另一个任务，或另一种方式",
  position: "第二个描述的比重",
  space: "混合方式",
  descriptions: "混合描述",
  weights: "混合权重",
  descriptionsNote:
    "把从两段描述中读到的内容混合，生成一个适配器。两个任务之间未必还是一个任务。",
  weightsNote: "两个适配器精确相加：各尽其职。",
  untaught:
    "混合描述只用文字：所显示的适配器学到的内容或文件中的内容不在其中。要保留它们，请混合权重。",
  intoShown: "混入所显示的适配器",
  intoShownNote: "保留所显示的适配器学到的内容或文件中的内容。“生成”只混合文字。",
  mixed: "并按权重混入 {{second}} %：{{description}}",
  mixedNoLink:
    "链接只带文字和设置。这个适配器是按数值混合的：请一并发送文件，或在此下载。",
  mixedMissing:
    "这个浏览器里没有这个适配器的数值，文字也无法重新生成：请拖入下载过的文件。",
  blended: "第一个占 {{first}} %，第二个占 {{second}} %：{{description}}",
  blendedBy: "混合描述",
  blendedWeights: "混合权重",
};
