/** Title, status line, theme. */
import { StatusLine } from "./StatusLine";
import { useTheme } from "./theme";

export function Header() {
  const [theme, switchTheme] = useTheme();
  const other = theme === "light" ? "dark" : "light";
  return (
    <header className="header">
      <h1 className="title">
        Text-to-LoRA <span className="title-quiet">Playground</span>
      </h1>
      <StatusLine />
      <button
        type="button"
        className="icon-button"
        onClick={switchTheme}
        aria-label={`Switch to ${other} colours`}
        title={`Switch to ${other} colours`}
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
