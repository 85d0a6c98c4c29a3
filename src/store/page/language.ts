/** The languages the page speaks, and which of them a browser asks for. */

export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The first of `preferred` (BCP 47 tags, best first) that the page speaks; English otherwise. */
export function pickLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = asLanguage(tag.toLowerCase().split("-")[0]);
    if (language) return language;
  }
  return "en";
}

export function asLanguage(value: unknown): Language | null {
  return LANGUAGES.find((language) => language === value) ?? null;
}
