/** Puts the page into the test's document, and takes it out again after each test. */
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
  const container = document.createElement("div");
  document.body.append(container);
  const root = createRoot(container);
  root.render(
    <StoreProvider store={store}>
      <App />
    </StoreProvider>,
  );
  removals.push(() => {
    root.unmount();
    container.remove();
  });
  await page.getByRole("heading", { level: 1 }).findElement();
}
