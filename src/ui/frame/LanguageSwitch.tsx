/** English or Chinese, each named in itself. */
import type { Language } from "../../store/page/language";
import { useActions, useApp } from "../storeContext";
import { LOCALES, useText } from "../text/translation";

const NAMES: Record<Language, { short: string; long: string }> = {
  en: { short: "EN", long: "EN: English" },
  zh: { short: "中", long: "中文" },
};

export function LanguageSwitch() {
  const text = useText();
  const language = useApp((state) => state.language);
  const { chooseLanguage } = useActions();
  return (
    <div className="languages" role="group" aria-label={text("header.language")}>
      {(["en", "zh"] as const).map((choice) => (
        <button
          key={choice}
          type="button"
          className="language"
          lang={LOCALES[choice]}
          aria-label={NAMES[choice].long}
          aria-pressed={choice === language}
          onClick={() => chooseLanguage(choice)}
        >
          {NAMES[choice].short}
        </button>
      ))}
    </div>
  );
}
