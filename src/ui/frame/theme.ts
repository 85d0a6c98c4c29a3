/** Light or dark: what the system prefers, unless the person chose here. */
import { useEffect, useLayoutEffect, useState } from "react";
import { keepPreference, keptPreference } from "../../store/page/preferences";

export type Theme = "light" | "dark";

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
      keepPreference("theme", next);
      setTheme(next);
    },
  ];
}

function systemTheme(): Theme {
  return matchMedia(DARK).matches ? "dark" : "light";
}

function keptTheme(): Theme | null {
  const kept = keptPreference("theme");
  return kept === "light" || kept === "dark" ? kept : null;
}
