/** Chinese texts of the choice of checkpoints and of the Checkpoints tab. */
import type { checkpointsEnglish } from "../en/checkpoint";
import type { Translated } from "../en/english";

export const checkpointsChinese: Translated<typeof checkpointsEnglish> = {
  choose: "写适配器的超网络",
  none: "{{base}} 还没有超网络",
  facts: "{{parameters}} 个参数，{{size}}",
  time: "在本设备上每个适配器 {{time}}",
  noTime: "尚未在本设备上测量",
  accuracy: "在 {{count}} 个未见任务上答对 {{own}}",
  noAccuracy: "准确率未测量",
  library:
    "一个文件装下 {{count}} 个适配器，体积小 {{saved}}；在它们自己的任务上，得分是它们的 {{share}}",
  note: "切换会加载另一个超网络，其余一切保留；适配器属于写出它的超网络。",
  more: "L、M 和 S 有何不同？",
  differ: "L、M 和 S 有何不同？",
  onlyHead:
    "不同只在超网络的输出头。三者读描述的方式相同，也都为语言模型的每一层、每个模块各写一组 A 和 B：层与层之间不共享任何东西。不同的是输出头一次写多少，因而它需要多大。",
  compared: "L、M 和 S 的比较",
  variant: "变体",
  emits: "输出头一次写出",
  told: "告诉超网络的有",
  width: "输出头的宽度",
  parameters: "参数",
  emitsOf: {
    L: "一个模块的整个 A 和整个 B",
    M: "一个模块的 A 或 B",
    S: "r 个秩之一：A 的一行或 B 的一列",
  },
  toldOf: {
    L: "层和模块",
    M: "层、模块，以及是 A 还是 B",
    S: "层、模块、是 A 还是 B，以及第几个秩",
  },
  countNote:
    "一个适配器的各次输出在同一批次中并行。参数数目按潜变量 128、输出头输入 512、秩 8 以及 {{model}} 的 q、v 模块计算。",
  training:
    "SFT 经由语言模型、以它的回答来训练；只有这种方式能推广到新的描述。重建只是模仿现成的适配器，几乎不能推广；这里的重建把描述读成一个向量，而其他超网络会关注它的各个词。蒸馏得到的超网络学习写出另一个超网络（此处为 L）的适配器。",
  gist: "T2L-G 不在论文之中：由语言模型自己带着所有适配器共有的那部分 LoRA 来读您的句子。读完之后，对话模板的各个词元所含的内容，即句子的要旨，就成为适配器：它让这些词元在没有这句话时也含有同样的内容。它写得慢一些，但更能照句子去做。",
  libraryHeading: "{{label}} 的用途",
  libraryText:
    "它是装在一个文件里的适配器库：用 {{count}} 个现成的适配器训练，按描述写出所要的那一个，所占空间比它们少 {{saved}}。在它们自己任务的新输入上，得分是适配器本身的 {{share}}（{{low}}–{{high}}）。对其他任务，它写出的适配器几乎不比没有适配器好。",
  libraryTasks_other: "这 {{count}} 个任务",
  installed: "本页各检查点的实测取舍",
  installedNote_other:
    "已安装 {{count}} 个检查点。得分：完全一致（少数任务用 ROUGE-L），对任何超网络都未训练过的任务取平均，附对任务的 95 % 区间。",
  notInstalled: "模型加载后会列出各检查点。",
  plot: "参数与未见任务得分：{{points}}",
  point: "{{label}}，{{parameters}} 个参数，{{score}}",
  axisParameters: "参数（百万）",
  axisScore: "未见任务得分（%）",
  checkpoint: "检查点",
  size: "大小",
  own: "自己的描述",
  gibberish: "乱码",
  base: "无适配器",
  generation: "每个适配器用时",
  unknown: "未测量",
  interval: "{{score}}（{{low}}–{{high}}）",
};
