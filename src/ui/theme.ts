/** Light or dark: what the system prefers, unless the person chose here. */
import { useEffect, useLayoutEffect, useState } from "react";

export type Theme = "light" | "dark";

const KEY = "theme";
const DARK = "(prefers-color-scheme: dark)";

/** The theme shown now and a switch to the other; the choice is kept in this browser. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(() => keptTheme() ?? systemTheme());

  useLayoutEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);

  useEffect(() => {
    const system = matchMedia(DARK);
    const follow = () => {
      if (keptTheme() === null) setTheme(systemTheme());
    };
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, []);

  return [
    theme,
    () => {
      const next = theme === "light" ? "dark" : "light";
      keepTheme(next);
      setTheme(next);
    },
  ];
}

function systemTheme(): Theme {
  return matchMedia(DARK).matches ? "dark" : "light";
}

/** Storage may be switched off in the browser; the page then follows the system. */
function keptTheme(): Theme | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : null;
  } catch {
    return null;
  }
}

function keepTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    return;
  }
}
