/** The names of the deck's tabs, in Chinese. */
import type { deckEnglish } from "../en/deck";
import type { Translated } from "../en/english";

export const deckChinese: Translated<typeof deckEnglish> = {
  name: "关于适配器的更多内容",
  loading: "正在加载…",
  demos: "演示",
  check: "检验",
  inspect: "查看内部",
  library: "收藏库",
  variants: "检查点",
};
