/** The names of the deck's tabs, in every language. */
import type { Translated } from "./english";

export const deckEnglish = {
  name: "More about the adapter",
  loading: "Loading …",
  demos: "Demos",
  check: "Check it",
  inspect: "Inspect",
  library: "Library",
  variants: "L, M and S",
} as const;

export const deckChinese: Translated<typeof deckEnglish> = {
  name: "关于适配器的更多内容",
  loading: "正在加载…",
  demos: "演示",
  check: "检验",
  inspect: "查看内部",
  library: "收藏库",
  variants: "L、M 与 S",
};
