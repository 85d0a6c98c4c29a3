/** Title, status line, language, theme. */
import { Trans } from "react-i18next";
import { KeysPopover } from "./KeysPopover";
import { LanguageSwitch } from "./LanguageSwitch";
import { StatusLine } from "./StatusLine";
import { useTheme } from "./theme";
import { useText } from "../text/translation";

export function Header() {
  const [theme, switchTheme] = useTheme();
  const text = useText();
  const toOther = text(theme === "light" ? "header.toDark" : "header.toLight");
  return (
    <header className="header">
      <h1 className="title">
        <Trans
          t={text}
          i18nKey="header.title"
          components={{ quiet: <span className="title-quiet" /> }}
        />
      </h1>
      <StatusLine />
      <LanguageSwitch />
      <KeysPopover />
      <button
        type="button"
        className="icon-button"
        onClick={switchTheme}
        aria-label={toOther}
        title={toOther}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <circle
            cx="8"
            cy="8"
            r="6.25"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
          />
          <path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" fill="currentColor" />
        </svg>
      </button>
    </header>
  );
}
