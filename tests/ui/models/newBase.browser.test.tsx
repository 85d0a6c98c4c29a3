import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { MODELS } from "../../../src/shared/models";
import { modelCard } from "../../../src/formats/modelCard";
import { createAppStore } from "../../../src/store/store";
import {
  type AppState,
  baseModel,
  currentConversation,
  loadedModels,
} from "../../../src/store/state";
import { createFakeEngine } from "../../fakeEngine";
import { NEW_BASE } from "../../newBase";
import { renderApp } from "../render";

const REGISTRY = [...MODELS, NEW_BASE];

/**
 * All of the page but the choice of the base model, which names every one, and the demos, which say
 * what their counts are of.
 */
function textBesideChoice(): string {
  const choice = document.querySelector(`input[name="base"]`)?.closest("fieldset");
  const demos = document.querySelector(".demos");
  return [choice, demos].reduce(
    (text, part) => text.replace(part?.textContent ?? "", ""),
    document.body.textContent,
  );
}

async function loadedWithNewBase() {
  const engine = createFakeEngine({
    registry: REGISTRY,
    progress: [
      { stage: "download", file: NEW_BASE.files[0].path, loadedBytes: 1, totalBytes: 2 },
    ],
  });
  const store = createAppStore(engine, undefined, REGISTRY);
  const steps: AppState["models"][] = [];
  store.subscribe(({ models }) => steps.push(models));
  store.setState({ baseModelId: NEW_BASE.id });
  await store.actions.start();
  return { engine, store, steps };
}

test("a base model that is only a record is loaded and named all over the page", async () => {
  const { engine, store, steps } = await loadedWithNewBase();
  expect(engine.calls.loads).toMatchObject([{ baseModelId: NEW_BASE.id }]);
  expect(steps).toContainEqual(
    expect.objectContaining({
      step: { kind: "downloading", model: "Mouse-3M", role: "base" },
    }),
  );
  await renderApp(store);
  await expect.element(page.getByText(/Added to Mouse, they change/)).toBeVisible();
  store.actions.setDescription("Shout.");
  await store.actions.generate();
  store.actions.highlightDifferences(true);
  store.actions.setMessage("Hi");
  await store.actions.send();
  await expect
    .element(page.getByRole("group", { name: "Mouse", exact: true }))
    .toBeVisible();
  const mine = page.getByRole("group", { name: "Mouse + your adapter", exact: true });
  await expect.element(mine).toHaveTextContent(/differs? from Mouse's answer/);
  await expect.element(page.getByText(/Mouse without it 2 %/)).toBeVisible();
  await expect.element(page.getByText("Columns: Mouse and Mouse")).toBeVisible();
  await expect.element(page.getByRole("button", { name: /Mouse-3M/ })).toBeVisible();
  expect(textBesideChoice()).not.toContain("SmolLM2");
});

test("and so it is in Chinese", async () => {
  const { store } = await loadedWithNewBase();
  await renderApp(store);
  store.actions.chooseLanguage("zh");
  await expect.element(page.getByText(/把它们加到 Mouse 上/)).toBeVisible();
  await expect
    .element(page.getByRole("group", { name: "Mouse + 您的适配器" }))
    .toBeVisible();
  expect(textBesideChoice()).not.toContain("SmolLM2");
});

test("the model card says of it what its record says", async () => {
  const { store } = await loadedWithNewBase();
  store.actions.setDescription("Shout.");
  await store.actions.generate();
  const state = store.getState();
  const card = modelCard({
    adapter: currentConversation(state).adapter!,
    loaded: loadedModels(state)!,
    record: baseModel(state),
    strength: 1,
    scope: null,
    examples: [],
    score: null,
    link: "https://example.org/",
    time: 0,
  });
  expect(card).toContain("# LoRA adapter for Mouse-3M, generated");
  expect(card).toContain(
    "The model has 3.14 million parameters: an adapter teaches it counting to ten.",
  );
  expect(card).not.toMatch(/SmolLM2-135M(?! ·)|135 million/);
});
