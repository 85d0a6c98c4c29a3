/** The page's texts in the language of the store: `useText()` reads them by key, typed. */
import { type TFunction, createInstance } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "../store/language";
import { chinese } from "./chinese";
import { english } from "./english";
import { useApp } from "./storeContext";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof english };
  }
}

/** Reads a text by its key, as in `text("chat.tokens", { count: 3 })`. */
export type Text = TFunction;

const catalogue = createInstance();
// Everything is in memory, so the texts are there before the first render. React escapes.
void catalogue.use(initReactI18next).init({
  initAsync: false,
  lng: "en",
  fallbackLng: "en",
  resources: { en: { translation: english }, zh: { translation: chinese } },
  interpolation: { escapeValue: false },
});

const TEXTS: Record<Language, Text> = {
  en: catalogue.getFixedT("en"),
  zh: catalogue.getFixedT("zh"),
};

/** For what is no component; components call `useText`. */
export function textIn(language: Language): Text {
  return TEXTS[language];
}

export function useText(): Text {
  return textIn(useApp((state) => state.language));
}

/** For `lang` attributes and Intl (BCP 47). */
export const LOCALES: Record<Language, string> = { en: "en-GB", zh: "zh-Hans" };
