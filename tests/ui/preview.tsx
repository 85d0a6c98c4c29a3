/** The page on a fake engine, for looking at it: preview.html?scene=NAME&language=zh. */
import { createRoot } from "react-dom/client";
import { asLanguage } from "../../src/store/page/language";
import { App } from "../../src/ui/App";
import { StoreProvider } from "../../src/ui/storeContext";
import { loadLanguage } from "../../src/ui/text/translation";
import "../../src/app.css";
import { SCENES, type SceneName } from "./scenes";

const asked = new URLSearchParams(location.search);
const name = asked.get("scene") ?? "ready";
const store = await SCENES[name as SceneName]();
await loadLanguage(asLanguage(asked.get("language")) ?? "en");
store.setState({ language: asLanguage(asked.get("language")) ?? "en" });
createRoot(document.getElementById("root")!).render(
  <StoreProvider store={store}>
    <App />
  </StoreProvider>,
);
document.documentElement.dataset["scene"] = name;
