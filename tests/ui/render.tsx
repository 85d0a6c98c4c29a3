/** Puts the page into the test's document, and takes it out again after each test. */
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { afterEach } from "vitest";
import { page } from "vitest/browser";
import type { AppStore } from "../../src/store/store";
import { App } from "../../src/ui/App";
import { StoreProvider } from "../../src/ui/storeContext";
import "../../src/app.css";

const removals: (() => void)[] = [];

afterEach(() => {
  for (const remove of removals.splice(0)) remove();
  localStorage.clear();
});

export async function renderApp(store: AppStore): Promise<void> {
  render(store, <App />);
  await page.getByRole("heading", { level: 1 }).findElement();
}

/** Draws something of the page alone. */
export function render(store: AppStore, drawn: ReactNode): void {
  const container = document.createElement("div");
  document.body.append(container);
  const root = createRoot(container);
  root.render(<StoreProvider store={store}>{drawn}</StoreProvider>);
  removals.push(() => {
    root.unmount();
    container.remove();
  });
}
