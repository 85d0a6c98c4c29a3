/** Tells the browser, and screen readers, which language the page is in. */
import { useEffect, useLayoutEffect } from "react";
import { useApp } from "../storeContext";
import { LOCALES, loadLanguage, useText } from "../text/translation";

export function useDocumentLanguage(): void {
  const language = useApp((state) => state.language);
  const text = useText();
  useEffect(() => {
    // Without a network the page stays in English, which it can do without.
    loadLanguage(language).catch(() => {});
  }, [language]);
  useLayoutEffect(() => {
    document.documentElement.lang = LOCALES[language];
    document.title = text("page.title");
    document
      .querySelector('meta[name="description"]')
      ?.setAttribute("content", text("page.summary"));
  });
}
