/** The page's language: chosen here, else a link's, else the browser's. */
import type { ActionContext } from "../actionContext";
import { type Language, asLanguage, pickLanguage } from "./language";
import { keepPreference, keptPreference } from "./preferences";

export interface LanguageActions {
  /** Sets the person's own choice, which is remembered and which no link overrules. */
  chooseLanguage(language: Language): void;
  /** Starts with what was chosen before, else the best of the browser's (BCP 47, best first). */
  adoptLanguage(preferred: readonly string[]): void;
}

export function createLanguageActions({ store }: ActionContext): LanguageActions {
  return {
    chooseLanguage(language) {
      keepPreference("language", language);
      store.setState({ language });
    },
    adoptLanguage(preferred) {
      store.setState({ language: chosenLanguage() ?? pickLanguage(preferred) });
    },
  };
}

/** The language that the person chose in this browser, or null. */
export function chosenLanguage(): Language | null {
  return asLanguage(keptPreference("language"));
}
