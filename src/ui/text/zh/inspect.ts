/** Chinese texts of the Inspect tab and the description doctor. */
import type { Translated } from "../en/english";
import type { doctorEnglish, inspectEnglish } from "../en/inspect";

export const inspectChinese: Translated<typeof inspectEnglish> = {
  empty: "生成一个适配器后，这里会显示它的构成。",
  waiting: "模型载入此适配器后即显示。",
  size: "每层的改变量",
  sizeNote: "每层每个模块的 ‖scaling · BA‖（Frobenius 范数）",
  sizeWords: "{{layers}} 层各模块的热图。{{modules}}",
  sizeOf: "{{module}}：第 {{layer}} 层最大（{{norm}}）。",
  moved: "教学把每层移动了多远",
  movedNote:
    "每层每个模块的 ‖scaling · (BA − B₀A₀)‖（弗罗贝尼乌斯范数），B₀A₀ 是仅凭描述得到的；相当于整个适配器大小的 {{share}}",
  movedWords: "教学移动 {{layers}} 层各模块的热图。{{modules}}",
  layer: "层",
  spectrum: "奇异值",
  spectrumNote: "scaling · BA 的奇异值，由大到小，每层一条线。线越陡，起作用的方向越少。",
  spectrumWords:
    "每个模块 {{layers}} 层的奇异值。{{modules}} 第一个方向占改变量的上述比例。",
  spectrumOf: "{{module}}：{{share}}。",
  rank: "方向",
  value: "奇异值",
  words: "您的描述起了多大作用？",
  comparing: "正在生成 24 个训练任务的适配器以供比较…",
  wordsNote:
    "您的适配器的 BA 与 {{count}} 个训练任务平均值的余弦。训练任务在 {{low}} 与 {{high}} 之间；无意义文字为 {{gibberish}}。越低，适配器越取决于您的描述。",
  wordsNoteAlike:
    "您的适配器的 BA 与 {{count}} 个训练任务平均值的余弦。训练任务在 {{low}} 与 {{high}} 之间；无意义文字为 {{gibberish}}，也在其中。所以对这个超网络，距离只说明您的描述改变了多少，不说明是否被理解：请用「检验」来看。",
  cosine: "与平均适配器的余弦",
  yours: "您的",
  tasks: "训练任务",
  nothing: "无意义文字",
  meanWords:
    "与平均适配器的余弦：您的 {{yours}}，训练任务 {{low}} 至 {{high}}，无意义文字 {{gibberish}}。",
  noTasks: "本站没有训练任务列表，无法比较。",
  map: "在训练任务之中",
  mapNote:
    "{{count}} 个训练任务按描述排布，以及您的描述。两轴（PCA）只反映 {{explained}} 的方差，图上近的实际可能很远；以列表为准。",
  mapWords:
    "{{count}} 个训练任务的地图。您的描述最接近 {{nearest}}，相似度 {{similarity}}。",
  placing:
    "正在查找您的描述的位置。首次需要为此加载 {{model}}（{{size}}），其他操作不受影响。",
  you: "您",
  nearest: "最接近的训练任务",
  task: "任务",
  says: "其描述之一",
  similarity: "相似度",
  asTable: "以表格显示",
  module: "模块",
};

export const doctorChinese: Translated<typeof doctorEnglish> = {
  familiar: "与训练很相近：最近的任务 {{similarity}}，“{{task}}”。",
  related: "新任务，但与训练相关：最近的任务 {{similarity}}，“{{task}}”。",
  far: "与训练内容相距甚远（最近 {{similarity}}），与无意义文字相当。不要期望太高。",
  short: "太短。再加几个词，说明输入什么、输出什么。",
  several: "这可能同时是几个任务。一个描述只写一个任务；需要时可混合两个。",
  input: "这里似乎也包含了输入。请在此描述任务，把输入放到消息里。",
  padded: "太长或太客套。请只用一句平实的话写任务。",
  price:
    "在 {{tasks}} 个留出任务上实测：这样写正确率 {{faulty}}，否则 {{own}}（差值的 95% 区间：{{low}} 至 {{high}} 个百分点）。",
  script:
    "描述须用英文。在 {{tasks}} 个任务上实测：英文正确率 {{english}}，中文 {{chinese}}（p = {{p}}）。",
  otherModel: "用 {{model}} 测得。",
  stability: "测试其他措辞",
  testing: "正在测试…",
  stable:
    "其他措辞得到几乎相同的适配器：与平均适配器的不同之处彼此一致，余弦 {{low}} 至 {{high}}。",
  unstable:
    "其他措辞得到相当不同的适配器：与平均适配器的不同之处，余弦只有 {{low}} 至 {{high}}。不妨多试几种再比较。",
  wordings: "这些措辞",
};
