/** Numbers as a person reads them in their language, always with their unit. */
import type { Language } from "../../store/page/language";
import { useApp } from "../storeContext";
import { LOCALES, type Text, textIn } from "../text/translation";

export type Quantities = ReturnType<typeof createQuantities>;

const QUANTITIES = {
  en: createQuantities(textIn("en"), LOCALES.en),
  zh: createQuantities(textIn("zh"), LOCALES.zh),
};

export function quantitiesIn(language: Language): Quantities {
  return QUANTITIES[language];
}

export function useQuantities(): Quantities {
  return quantitiesIn(useApp((state) => state.language));
}

function createQuantities(text: Text, locale: string) {
  const grouped = new Intl.NumberFormat(locale);
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const moments = new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
  });
  const enumeration = new Intl.ListFormat(locale);

  const count = (value: number) => grouped.format(value);

  /** Decimal megabytes, as download managers count them. */
  const megabytes = (bytes: number) => {
    const value = bytes / 1e6;
    const digits = value < 10 && bytes > 0 ? value.toFixed(1) : count(Math.round(value));
    return `${digits} MB`;
  };

  return {
    count,
    megabytes,
    /** Sizes that may be small: "3 kB", "1.2 MB". */
    bytes: (value: number) =>
      value < 1e5 ? `${Math.ceil(value / 1e3)} kB` : megabytes(value),
    /** "61 of 189 MB". */
    bytesOf: (loadedBytes: number, totalBytes: number) =>
      text("quantity.bytesOf", {
        loaded: Math.round(loadedBytes / 1e6),
        total: megabytes(totalBytes),
      }),
    secondsLeft: (seconds: number) =>
      seconds >= 90
        ? text("quantity.minutesLeft", { value: Math.round(seconds / 60) })
        : text("quantity.secondsLeft", { value: Math.max(1, Math.round(seconds)) }),
    milliseconds(value: number) {
      if (value < 0.05) return "0 ms";
      return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
    },
    /** A percentage with its sign, such as "+12 %" and "−3 %". */
    signedPercent: (share: number) => `${signed(Math.round(share * 100))} %`,
    /** Percentage points with their sign, such as "+12". */
    signedPoints: (share: number) => signed(Math.round(share * 100)),
    percent: (share: number) => `${Math.round(share * 100)} %`,
    tokensPerSecond: (value: number) =>
      text("quantity.tokensPerSecond", {
        value: value < 10 ? value.toFixed(1) : Math.round(value),
      }),
    /** "q and v". */
    list: (items: readonly string[]) => enumeration.format(items),
    /** Milliseconds since 1970 -> "24 Nov 2026". */
    date: (time: number) => days.format(time),
    moment: (time: number) => moments.format(time),
  };
}

function signed(value: number): string {
  return `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value)}`;
}
