/** Joins the parts: engine in its thread -> store -> page. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./app.css";
import { openLibraryStorage } from "./store/libraryStorage";
import { createAppStore } from "./store/store";
import { App } from "./ui/App";
import { StoreProvider } from "./ui/storeContext";
import { createEngineClient } from "./worker/client";

const siteAddress = new URL(".", location.href).href;
const startWorker = () =>
  new Worker(new URL("./worker/worker.ts", import.meta.url), {
    type: "module",
    name: siteAddress,
  });
const store = createAppStore(createEngineClient(startWorker));

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <StoreProvider store={store}>
      <App />
    </StoreProvider>
  </StrictMode>,
);

store.actions.adoptLanguage(navigator.languages);
void store.actions.openLibrary(openLibraryStorage);
void store.actions.start();
void store.actions.openLink(location.hash);
window.addEventListener("hashchange", () => void store.actions.openLink(location.hash));
