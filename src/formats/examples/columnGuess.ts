/** A guess of whether the first row names the columns, and of which two columns are meant. */
import { isBlank } from "../../shared/text/characters";

const INPUT_WORDS = words(`
  input inputs question questions prompt prompts message messages text texts source query
  instruction instructions sentence content utterance user
  eingabe frage text nachricht satz entrée question texte entrada pregunta mensaje texto
  вопрос ввод текст 问题 問題 提问 输入 輸入 文本 原文 句子 消息 内容 質問 入力 質問文 질문 입력
`);
const EXPECTED_WORDS = words(`
  output outputs answer answers expected target targets label labels completion completions
  response responses result results category class reply assistant translation sentiment
  ausgabe antwort ergebnis kategorie réponse sortie résultat respuesta salida resultado
  ответ вывод результат 答案 回答 输出 輸出 标签 標籤 结果 結果 译文 類別 类别 分类 答え 出力 대답 답변 출력
`);

/** Words of a name that are looked up. */
const MOST_WORDS = 3;
/** In UTF-16 code units. */
const LONGEST_NAME = 40;

export interface HeaderGuess {
  isHeader: boolean;
  /** Whether the first row might as well be the other thing. */
  isUnclear: boolean;
}

export interface ColumnGuess {
  input: number;
  expected: number;
  /** Whether the names say it, or there are only two columns. */
  isSure: boolean;
}

type Cells = readonly (string | null)[];

/** `rows` without those that have a fault. */
export function firstRowNames(rows: readonly Cells[]): HeaderGuess {
  const [first, ...others] = rows;
  const names = first?.map((cell) => (isName(cell ?? "") ? (cell ?? "") : ""));
  const none = { isHeader: false, isUnclear: false };
  if (!first || !names) return none;
  const named = namedColumns(names);
  if (named.input !== null && named.expected !== null) {
    return { isHeader: true, isUnclear: false };
  }
  if (names.includes("")) return none;
  const isOther = looksOther(first, others);
  const isPartlyNamed = named.input !== null || named.expected !== null;
  return { isHeader: isOther || isPartlyNamed, isUnclear: isOther || isPartlyNamed };
}

/** Whether a cell could name a column: short, and neither a number nor a sentence. */
function isName(cell: string): boolean {
  const name = cell.trim();
  return name !== "" && name.length <= LONGEST_NAME && !/[\d.!?。！？;:]/u.test(name);
}

/** Whether the first row is of another kind than all others, as a row of names is. */
function looksOther(first: Cells, others: readonly Cells[]): boolean {
  if (others.length < 3) return false;
  const columns = first.map((cell, column) => ({
    name: (cell ?? "").trim(),
    below: others.map((cells) => (cells[column] ?? "").trim()),
  }));
  return (
    columns.some(({ below }) => below.every((text) => /\d/u.test(text))) ||
    (columns.some(isAboveLabels) && columns.some(isAboveTexts))
  );
}

interface NamedColumn {
  name: string;
  below: string[];
}

/** Above a few labels that all come again, and none of them itself. */
function isAboveLabels({ name, below }: NamedColumn): boolean {
  const kinds = new Set(below);
  return (
    kinds.size > 1 &&
    !kinds.has(name) &&
    [...kinds].every((kind) => below.indexOf(kind) !== below.lastIndexOf(kind))
  );
}

/** One word above texts of several, or much shorter than what stands below. */
function isAboveTexts({ name, below }: NamedColumn): boolean {
  const most = below.length / 2;
  const isOneWord = !/\s/u.test(name);
  return (
    (isOneWord && below.filter((text) => /\s/u.test(text)).length > most) ||
    below.filter(({ length }) => length >= 2 * name.length).length > most
  );
}

/** The columns whose names say that they are meant. */
export function namedColumns(names: readonly string[]): {
  input: number | null;
  expected: number | null;
} {
  const kinds = names.map(kindOf);
  const exact = names.findIndex((name) => name.trim().toLowerCase() === "input");
  const input = exact < 0 ? kinds.indexOf("input") : exact;
  const expected = kinds.indexOf("expected");
  return {
    input: input < 0 ? null : input,
    expected: expected < 0 ? null : expected,
  };
}

function kindOf(name: string): "input" | "expected" | null {
  const parts = name
    .toLowerCase()
    .split(/[^\p{L}\p{M}]+/u)
    .filter(Boolean);
  if (parts.length > MOST_WORDS) return null;
  for (const part of parts) {
    if (EXPECTED_WORDS.has(part)) return "expected";
    if (INPUT_WORDS.has(part)) return "input";
  }
  return null;
}

/** `rows` are the rows below the names, without those that have a fault. */
export function guessColumns(
  names: readonly string[] | null,
  rows: readonly Cells[],
  width: number,
): ColumnGuess {
  const filled = Array.from({ length: width }, (_, column) => column).filter((column) =>
    rows.some((cells) => !isBlank(cells[column] ?? "")),
  );
  const named = names
    ? namedColumns(names.map((name, column) => (filled.includes(column) ? name : "")))
    : { input: null, expected: null };
  if (named.input !== null && named.expected !== null) {
    return { input: named.input, expected: named.expected, isSure: true };
  }
  const content = filled.filter((column) => !isCounter(rows, column));
  const left = (content.length >= 2 ? content : filled).filter(
    (column) => column !== named.input && column !== named.expected,
  );
  const input = named.input ?? left.shift() ?? 0;
  const expected = named.expected ?? left.shift() ?? (input === 1 ? 0 : 1);
  return { input, expected, isSure: width <= 2 };
}

/** Whether a column only counts the rows. */
function isCounter(rows: readonly Cells[], column: number): boolean {
  const numbers = rows.map((cells) => Number((cells[column] ?? "").trim() || NaN));
  return (
    numbers.length > 1 &&
    numbers.every((number, row) => row === 0 || number === numbers[row - 1]! + 1)
  );
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/u).filter(Boolean));
}
