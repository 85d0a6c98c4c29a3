/** Joins the parts: engine in its thread -> store -> page. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./app.css";
import { createAppStore } from "./store/store";
import { App } from "./ui/App";
import { visit } from "./browser/visit";
import { isolate, offlineAt } from "./browser/offlineRegistration";
import { createEngine } from "./textToLora";
import { StoreProvider } from "./ui/storeContext";
import { loadLanguage } from "./ui/text/translation";

const siteAddress = new URL(".", location.href).href;
const store = createAppStore(createEngine(siteAddress));
const { actions } = store;
actions.adoptLanguage(navigator.languages);
if (location.hash === "") actions.offerTour();
await loadLanguage(store.getState().language).catch(() => {});

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <StoreProvider store={store}>
      <App />
    </StoreProvider>
  </StrictMode>,
);

void start();

async function start(): Promise<void> {
  const connectOffline = import.meta.env.PROD ? offlineAt(siteAddress) : null;
  if (connectOffline && (await isolate(siteAddress))) return;
  void actions.openLibrary(async (events) => {
    const { openLibraryStorage } = await import("./browser/libraryStorage");
    return openLibraryStorage(events);
  });
  void actions.openLessons(async () => {
    const { openLessonStorage } = await import("./browser/lessonStorage");
    return openLessonStorage();
  });
  void actions.startWithin(visit());
  void actions.openLink(location.hash);
  window.addEventListener("hashchange", () => void actions.openLink(location.hash));
  if (connectOffline) void actions.connectOffline(connectOffline);
}
