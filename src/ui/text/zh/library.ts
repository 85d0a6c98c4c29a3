/** Chinese texts of the Library tab. */
import type { importedEnglish, libraryEnglish } from "../en/library";
import type { Translated } from "../en/english";

export const libraryChinese: Translated<typeof libraryEnglish> = {
  heading: "您生成过的所有适配器",
  about:
    "自动保存在此浏览器中：重新生成适配器所需的描述和设置，以及您提过的问题。不会发送到任何地方。",
  opening: "正在读取已保存的内容…",
  session:
    "此浏览器不为本页保存内容（可能是无痕窗口）；列表只在本标签页期间有效。要保留请导出。",
  blocked: "另一个标签页占用着旧版本的收藏库。请关闭本页的其他标签页。",
  outdated:
    "另一个标签页打开了本页的新版本。请重新加载此页；在此之前生成的内容不会保存。",
  full: "浏览器空间已满：新的适配器只在本标签页期间有效。请删除一些，或导出。",
  empty: "还没有。生成一个适配器，它就会出现在这里。",
  nothingFound: "没有与“{{search}}”匹配的适配器。",
  search: "搜索名称、描述和消息",
  size_other: "{{count}} 个适配器，{{size}}",
  export: "全部导出",
  import: "导入…",
  imported:
    "已导入：新增 {{added}} 个，与现有合并 {{merged}} 个，无法读取而略过 {{refused}} 个。",
  tooLarge: "文件没有导入：它太大了。",
  notJson: "文件没有导入：它不是 JSON。这里的内容没有改变。",
  notALibrary: "文件没有导入：它不是本页的收藏库。这里的内容没有改变。",
  otherVersion:
    "文件没有导入：它的版本是 {{found}}，本页最高读到 {{known}}。请重新加载页面再试。",
  unknownModel: "此适配器由 {{id}} 生成或为它制作，而本页没有它。",
  importedFrom: "来自 {{name}}",
  missingBase:
    "此适配器属于 {{base}}，那是一个来自文件的基础模型（SHA-256 {{sha256}}…）。请把该文件拖到页面上，再打开适配器。",
  declined: "没有打开：它需要另一个基础模型。一切照旧。",
  identical: "已重新生成：与保存的完全相同。",
  rounded: "已重新生成：与保存的相同，仅有舍入差异。",
  different:
    "已重新生成，但与保存的不同：超网络在此期间更新过。显示的回答属于旧的适配器。",
  open: "打开",
  openNamed: "打开 {{name}}",
  name: "名称",
  nameOf: "{{name}} 的名称",
  pin: "置顶",
  pinNamed: "置顶 {{name}}",
  remove: "删除",
  removeNamed: "删除 {{name}}",
  removed: "已删除：{{name}}",
  undo: "撤销",
  compare: "比较",
  compareNamed: "比较 {{name}}",
  compareHint: "勾选两个进行比较。",
  current: "当前打开",
  facts: "{{time}} · {{hypernetwork}} · {{messages}}",
  messages_other: "{{count}} 条消息",
  taught_other: "教了 {{count}} 步",
  score: "留作检验的 {{total}} 个示例答对 {{right}} 个，这一课之前 {{before}} 个",
  scoreAlone: "留作检验的 {{total}} 个示例答对 {{right}} 个",
  noWords: "没有描述，教出来的",
  comparison: "比较结果",
  apart: "方向的距离",
  apartValue: "长度的 {{distance}} 倍（0 = 相同，1.41 = 无关，2 = 相反）",
  apartNote: "由全部数值的 {{count}} 个随机投影估计，误差约三分之一。",
  incomparable: "两者由不同的超网络生成，只比较大小。",
  moduleSize: "改变的大小，{{module}}",
  sizeValue: "{{left}} 和 {{right}}（各层平均）",
  layers: "各层大小的相似度",
  layersValue: "{{cosine}}（对层和模块的余弦；1 = 分布相同）",
  recent: "最近",
  all_other: "收藏库中的全部（{{count}}）",
};

/** What adapters from elsewhere say, and the control that reads them. */
export const importedChinese: Translated<typeof importedEnglish> = {
  mergedSize: "适配器已并入的整个模型：{{size}}。",
  mergedBetter:
    "把适配器放在模型原文件旁（“llama.cpp、Ollama”）更小，也可随时取下：只有程序不读适配器时才用整个模型。在 llama.cpp 中，SmolLM2 与此处回答一致的位置：F16 为 100 %，Q8_0 为 95 %，适配器放在原文件旁为 97.5 %。",
  heading: "来自别处的适配器",
  files: "选择文件",
  folder: "选择文件夹",
  note: "PEFT（.zip、文件夹，或 adapter_config.json 与 adapter_model.safetensors）或 GGUF LoRA，须为 {{base}} 训练。也可拖放到页面任意位置。只在此处读取，不会传出去。",
  waiting: "模型空闲后立即读取适配器。",
  running: "正在读取适配器…",
  cancel: "取消",
  from: "读自 {{name}}：秩 {{rank}}，位于 {{modules}}。",
  base: "其文件写明的基础模型是 {{base}}。",
  noBase: "其文件没有写明基础模型。",
  otherBase:
    "适配器的文件写明的是 {{theirs}}，而这里由 {{ours}} 作答。形状相符；若权重不同，适配器的作用就与训练时不同。",
  vain_other: "有 {{count}} 个秩或 alpha 模式不匹配任何模块，因此不起作用：{{patterns}}",
  more: "另有 {{count}} 个",
  missing: "此浏览器已没有这个适配器的数值。再次选择或放入 {{name}}，即可接着使用。",
  noLink: "链接只带文字和设置。这个适配器来自文件：请一并发送文件，或在此下载。",
};
