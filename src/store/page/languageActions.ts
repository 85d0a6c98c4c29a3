/** Which language the page speaks: chosen here, else a link's, else the browser's. */
import type { ActionContext } from "../actionContext";
import { type Language, asLanguage, pickLanguage } from "./language";
import { keepPreference, keptPreference } from "./preferences";

export interface LanguageActions {
  /** The person's own choice; remembered, and no link overrules it. */
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

/** What the person chose in this browser, if ever. */
export function chosenLanguage(): Language | null {
  return asLanguage(keptPreference("language"));
}
