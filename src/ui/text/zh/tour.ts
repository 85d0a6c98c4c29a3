/** Chinese texts of the first run, the keys and the memory question. */
import type { keysEnglish, memoryEnglish, tourEnglish } from "../en/tour";
import type { Translated } from "../en/english";

export const tourChinese: Translated<typeof tourEnglish> = {
  name: "入门步骤",
  describe: "用一句话说明模型该做什么。",
  describeButton: "用一个演示",
  generate: "把这句话变成适配器。",
  generateButton: "做出适配器",
  ask: "提问：两列读同一条消息，只有一列带适配器。",
  askButton: "现在提问",
  done: "（已完成）",
  finished: "有回答不对吗？点“改正”，再点“开始教”：它就在这个标签页里从您的示例学习。",
  skip: "跳过",
  close: "关闭",
};

export const keysChinese: Translated<typeof keysEnglish> = {
  name: "快捷键",
  generate: "在描述中：生成适配器",
  send: "在消息中：发送给每一列；在示例中：到下一格",
  line: "在文字中：换行",
  move: "在示例中：上移或下移",
  stop: "任何地方：停止正在进行的回答或生成；关闭打开的面板",
  tabs: "在下方标签上：下一个、第一个或最后一个",
  slider: "在滑块上：移动一步；用 Page Up 和 Page Down 移动几步",
};

export const memoryChinese: Translated<typeof memoryEnglish> = {
  small:
    "此设备约有 {{gigabytes}} GB 内存，而模型加载时最多占用 {{needed}} GB。系统可能会关闭此标签页。",
  unknown:
    "手机可能装不下这些模型：加载时最多占用 {{needed}} GB 内存，系统可能会关闭此标签页。",
  load: "仍然加载",
};
