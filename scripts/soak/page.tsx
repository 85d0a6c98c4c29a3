/** The whole page, in development, driven by its own actions; `?model=toy` loads tiny models. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../../src/app.css";
import { openLessonStorage } from "../../src/browser/lessonStorage";
import { openLibraryStorage } from "../../src/browser/libraryStorage";
import { type AppStore, createAppStore } from "../../src/store/store";
import { App } from "../../src/ui/App";
import { StoreProvider } from "../../src/ui/storeContext";
import { createEngineClient } from "../../src/worker/client";
import { TOY_LOAD, TOY_REGISTRY } from "../../tests/engine/toySite";

declare global {
  interface Window {
    soak: { store: AppStore; wasmBytes(): Promise<number> };
  }
}

const isToy = new URLSearchParams(location.search).get("model") === "toy";
const engine = createEngineClient(
  () =>
    new Worker(new URL("./engineWorker.ts", import.meta.url), {
      type: "module",
      name: isToy ? "toy" : "",
    }),
);
const store = createAppStore(engine, undefined, isToy ? TOY_REGISTRY : undefined);
if (isToy) {
  const { baseModelId, hypernetworkId } = TOY_LOAD;
  store.setState({ baseModelId, hypernetworkId, isBaseChosen: true });
}
const channel = new BroadcastChannel("soak");
window.soak = {
  store,
  wasmBytes: () =>
    new Promise((resolve) => {
      channel.onmessage = ({ data }) => resolve(data as number);
      channel.postMessage("bytes");
    }),
};
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <StoreProvider store={store}>
      <App />
    </StoreProvider>
  </StrictMode>,
);
await store.actions.openLibrary(openLibraryStorage);
await store.actions.openLessons(openLessonStorage);
await store.actions.start();
