/** The page's texts in the language of the store: `useText()` reads them by key, typed. */
import { type TFunction, createInstance } from "i18next";
import { useSyncExternalStore } from "react";
import { initReactI18next } from "react-i18next";
import type { Language } from "../../store/page/language";
import { english } from "./en/english";
import type { furtherEnglish } from "./en/further";
import { useApp } from "../storeContext";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof english & typeof furtherEnglish };
  }
}

/** Reads a text by its key, as in `text("chat.tokens", { count: 3 })`. */
export type Text = TFunction;

const catalogue = createInstance();
// English is in memory, so there are texts before the first render. React escapes.
void catalogue.use(initReactI18next).init({
  initAsync: false,
  lng: "en",
  fallbackLng: "en",
  resources: { en: { translation: english } },
  interpolation: { escapeValue: false },
});

const TEXTS: Record<Language, Text> = {
  en: catalogue.getFixedT("en"),
  zh: catalogue.getFixedT("zh"),
};

const isLoaded = (language: Language) =>
  catalogue.hasResourceBundle(language, "translation");
const listeners = new Set<() => void>();

/** Fetches a language's texts, once; until then there are the English ones. */
export async function loadLanguage(language: Language): Promise<void> {
  if (isLoaded(language)) return;
  const { chinese } = await import("./zh/chinese");
  catalogue.addResourceBundle(language, "translation", chinese);
  for (const listener of listeners) listener();
}

/** Fetches the English texts that the first view does without; other languages have them all. */
export async function loadFurtherTexts(): Promise<void> {
  const { furtherEnglish } = await import("./en/further");
  catalogue.addResourceBundle("en", "translation", furtherEnglish, true);
}

/** Reads texts outside of components, which call `useText`. */
export function textIn(language: Language): Text {
  return TEXTS[language];
}

export function useText(): Text {
  const language = useApp((state) => state.language);
  // Renders again once they have arrived.
  useSyncExternalStore(subscribe, () => isLoaded(language));
  return textIn(language);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Language tags (BCP 47) for `lang` attributes and Intl. */
export const LOCALES: Record<Language, string> = { en: "en-GB", zh: "zh-Hans" };
