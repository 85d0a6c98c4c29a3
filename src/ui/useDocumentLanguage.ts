/** Tells the browser, and screen readers, which language the page is in. */
import { useLayoutEffect } from "react";
import { useApp } from "./storeContext";
import { LOCALES, textIn } from "./translation";

export function useDocumentLanguage(): void {
  const language = useApp((state) => state.language);
  useLayoutEffect(() => {
    const text = textIn(language);
    document.documentElement.lang = LOCALES[language];
    document.title = text("page.title");
    document
      .querySelector('meta[name="description"]')
      ?.setAttribute("content", text("page.summary"));
  }, [language]);
}
