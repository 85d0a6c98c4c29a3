/** Joins the parts: engine in its thread -> store -> page. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./app.css";
import { createAppStore } from "./store/store";
import { App } from "./ui/App";
import { StoreProvider } from "./ui/storeContext";
import { createEngineClient } from "./worker/client";
import EngineWorker from "./worker/worker?worker";

const siteAddress = new URL(".", location.href).href;
const store = createAppStore(
  createEngineClient(() => new EngineWorker({ name: siteAddress })),
);

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <StoreProvider store={store}>
      <App />
    </StoreProvider>
  </StrictMode>,
);

void store.actions.start();
void store.actions.openLink(location.hash);
window.addEventListener("hashchange", () => void store.actions.openLink(location.hash));
