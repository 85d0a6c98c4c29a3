/** The page on a fake engine, for looking at: preview.html?scene=NAME. */
import { createRoot } from "react-dom/client";
import { App } from "../../src/ui/App";
import { StoreProvider } from "../../src/ui/storeContext";
import "../../src/app.css";
import { SCENES, type SceneName } from "./scenes";

const name = new URLSearchParams(location.search).get("scene") ?? "ready";
const store = await SCENES[name as SceneName]();
createRoot(document.getElementById("root")!).render(
  <StoreProvider store={store}>
    <App />
  </StoreProvider>,
);
document.documentElement.dataset["scene"] = name;
