/** The choice of the base model, beside the status line. */
import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type ModelRecord, MODELS } from "../../../src/shared/models";
import { createAppStore } from "../../../src/store/store";
import { createFakeEngine } from "../../fakeEngine";
import { SECOND_ALONE } from "../../store/appStore";
import { renderApp } from "../render";

const QWEN = "qwen2.5-coder-0.5b-instruct-q4_k_m";
const VISIT = { gigabytes: 8, isPhone: false, isMetered: false };

async function opened(registry: readonly ModelRecord[] = MODELS) {
  const engine = createFakeEngine({
    registry,
    offer: {
      webgpu: { status: "available", name: "software", isFallbackAdapter: true },
      recommended: "wasm",
    },
  });
  const store = createAppStore(engine, undefined, registry);
  await store.actions.startWithin(VISIT);
  await renderApp(store);
  await page.getByRole("button", { name: /SmolLM2-135M/ }).click();
  return { engine, store };
}

const choice = (name: RegExp) =>
  page
    .getByRole("group", { name: "Base model that answers" })
    .getByRole("radio", { name });

test("each base model says what it weighs, needs, is good for and reaches", async () => {
  await opened();
  const large = choice(/^Qwen2.5-Coder-0.5B/);
  await expect.element(large).toHaveAccessibleName(/491 MB to download, about 4 GB/);
  await expect
    .element(large)
    .toHaveAccessibleName(/23 % of unseen tasks right when told/);
  await expect.element(large).toHaveAccessibleName(/large for this device/);
  await expect
    .element(choice(/^SmolLM2-135M/))
    .toHaveAccessibleName(/98 MB, on this device already; about 2 GB/);
  await expect
    .element(choice(/^SmolLM2-135M/))
    .toHaveAccessibleName(/with an adapter made from the description 28 %/);
  await expect.element(choice(/^SmolLM2-135M/)).toBeChecked();
  await expect.element(choice(/^SmolLM2-135M/)).not.toHaveAccessibleName(/large for/);
});

test("one key changes it: the other is loaded, and the page says that it is alone", async () => {
  const { engine, store } = await opened(SECOND_ALONE);
  store.actions.setDescription("Shout.");
  (choice(/^SmolLM2-135M/).element() as HTMLElement).focus();
  await userEvent.keyboard("{ArrowDown}");
  await expect.poll(() => engine.calls.loads.at(-1)?.baseModelId).toBe(QWEN);
  await expect
    .element(page.getByRole("button", { name: /Qwen2.5-Coder-0.5B/ }))
    .toBeVisible();
  expect(store.getState().description).toBe("Shout.");
  await store.actions.generate();
  await expect
    .element(page.getByText(/There is no hypernetwork for the base model yet/).first())
    .toBeVisible();
});

test("an adapter that was made for one says so, and comes back with it as it was", async () => {
  const { engine, store } = await opened();
  store.actions.setDescription("Shout.");
  await store.actions.generate();
  await store.actions.switchBase(QWEN);
  await expect
    .element(page.getByText("This adapter was made for SmolLM2 and waits for it."))
    .toBeVisible();
  await page.getByRole("button", { name: "Load SmolLM2-135M instead" }).click();
  await expect.poll(() => store.getState().models.status).toBe("ready");
  expect(store.getState().conversations.every((one) => one.isAdapterLoaded)).toBe(true);
  expect(engine.calls.released).toEqual([]);
  await expect.element(page.getByText(/waits for it/)).not.toBeInTheDocument();
  expect(engine.calls.loads).toHaveLength(3);
});
