import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type AppState, currentConversation } from "../../../src/store/state";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

test("modules and layers are switched, and all of it comes back with one button", async () => {
  const store = await SCENES.secondAdapter();
  await renderApp(store);
  await page.getByText("Where it applies: everywhere").click();
  await page.getByRole("checkbox", { name: "v", exact: true }).click();
  await page.getByRole("slider", { name: "First layer" }).fill("12");
  await expect.element(page.getByText("Where it applies: q, layers 12–29")).toBeVisible();
  await page.getByRole("checkbox", { name: "q", exact: true }).click();
  await expect.element(page.getByText(/nowhere: this is the base model/)).toBeVisible();
  await page.getByRole("button", { name: "Apply everywhere" }).click();
  await expect.element(page.getByText("Where it applies: everywhere")).toBeVisible();
  expect(store.getState().scope).toEqual({
    modulesOff: [],
    firstLayer: 0,
    lastLayer: null,
  });
});

test("an answer says which part of the adapter gave it", async () => {
  const store = await SCENES.secondAdapter();
  await renderApp(store);
  store.actions.setScope({ modulesOff: ["v_proj"], firstLayer: 4, lastLayer: 20 });
  await page.getByRole("textbox", { name: "Message" }).fill("5 May");
  await page.getByRole("button", { name: "Send" }).click();
  const group = page.getByRole("group", { name: "SmolLM2 + your adapter" }).last();
  await expect.element(group.getByText("· q, layers 4–20")).toBeVisible();
  store.actions.setScope({ modulesOff: [], firstLayer: 0, lastLayer: null });
  await expect.element(group.getByText("· q, layers 4–20")).toBeVisible();
});

test("strength goes below 0", async () => {
  const store = await SCENES.secondAdapter();
  await renderApp(store);
  const slider = page.getByRole("slider", { name: "Strength" });
  ((await slider.findElement()) as HTMLElement).focus();
  await userEvent.keyboard("{Home}");
  expect(store.getState().strength).toBe(-1);
});

test("a second description is blended in and taken out again", async () => {
  const store = await SCENES.ready();
  await renderApp(store);
  await page.getByRole("button", { name: "Blend in a second description" }).click();
  await page.getByRole("textbox", { name: "Second description" }).fill("Whisper.");
  await page.getByRole("textbox", { name: "Describe the task" }).fill("Shout.");
  await page.getByRole("slider", { name: "Share of the second" }).fill("0.2");
  await page.getByRole("radio", { name: "mix the weights" }).click();
  await page.getByRole("button", { name: /^Generate/ }).click();
  await expect
    .element(page.getByText(/80 % of the first, 20 % of: Whisper\./))
    .toBeVisible();
  await page.getByRole("slider", { name: "Share of the second" }).fill("0.9");
  await expect
    .element(page.getByText(/10 % of the first, 90 % of: Whisper\./))
    .toBeVisible();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect
    .poll(() => currentConversation(store.getState()).adapter?.blend ?? null)
    .toBeNull();
});

test("a second description goes into what was taught, or is mixed of words alone", async () => {
  const store = await SCENES.mixedTaught();
  await renderApp(store);
  const note = page.getByText(/and, by weights, 50 % of: Answer in upper case\./);
  await expect.element(note).toBeVisible();
  await page.getByRole("radio", { name: "mix the descriptions" }).click();
  await expect
    .element(page.getByText(/Mixed descriptions are words alone/))
    .toBeVisible();
  await page.getByRole("radio", { name: "mix the weights" }).click();
  const { key } = currentConversation(store.getState());
  await page.getByRole("textbox", { name: "Second description" }).fill("Whisper.");
  await page.getByRole("button", { name: "Mix into the adapter shown" }).click();
  await expect.element(page.getByText(/50 % of: Whisper\./)).toBeVisible();
  expect(currentConversation(store.getState()).key).toBe(key);
});

test("live mode follows the keys", async () => {
  const store = await SCENES.ready();
  await renderApp(store);
  await page.getByRole("switch", { name: /^Live/ }).click();
  await page.getByRole("textbox", { name: "Describe the task" }).fill("Shout.");
  await expect
    .poll(() => currentConversation(store.getState()).adapter?.description)
    .toBe("Shout.");
});

test("the doctor tells how near training is and tests other wordings", async () => {
  const store = await SCENES.ready();
  await renderApp(store);
  const box = page.getByRole("textbox", { name: "Describe the task" });
  await box.fill("Shout.");
  await page.getByRole("button", { name: /^Generate/ }).click();
  await expect.element(page.getByText(/^Far from everything in training/)).toBeVisible();
  await box.fill("Write the whole sentence in capital letters, please do.");
  await expect.element(page.getByText(/^Much like training/)).toBeVisible();
  await page.getByRole("button", { name: /^Generate/ }).click();
  await page.getByRole("button", { name: "Test other wordings" }).click();
  await expect.element(page.getByText(/much the same adapter/)).toBeVisible();
});

/** Longer than the pause after which the doctor asks. */
const PAUSE_MS = 900;

test("the first adapter does not share its way with the encoder", async () => {
  const store = await SCENES.ready();
  await renderApp(store);
  await page.getByRole("textbox", { name: "Describe the task" }).fill("Shout.");
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  expect(store.getState().inspection).toMatchObject({ tasks: null, place: null });
  await page.getByRole("button", { name: /^Generate/ }).click();
  await expect.poll(() => store.getState().inspection.place).not.toBeNull();
});

test("a metered connection gets the encoder for the map alone", async () => {
  const store = await SCENES.generated();
  store.setState({ visit: { gigabytes: 8, isPhone: false, isMetered: true } });
  await renderApp(store);
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  expect(store.getState().inspection.place).toBeNull();
  store.actions.openDeckTab("inspect");
  await expect.poll(() => store.getState().inspection.place).not.toBeNull();
});

test("the map tells what it waits for, and asks again after a failure", async () => {
  const store = await SCENES.generated();
  await store.actions.inspectAdapter();
  store.actions.openDeckTab("inspect");
  await renderApp(store);
  await expect.poll(() => store.getState().inspection.place).not.toBeNull();
  const inspection = (part: Partial<AppState["inspection"]>) =>
    store.setState({ inspection: { ...store.getState().inspection, ...part } });
  inspection({ place: null, isPlacing: true });
  await expect
    .element(page.getByText(/all-MiniLM-L6-v2 is loaded for it \(91 MB\)/))
    .toBeVisible();
  const path = "models/all-minilm-l6-v2/model.safetensors";
  const fault = { kind: "unreachable" } as const;
  inspection({
    isPlacing: false,
    placeFailure: { code: "download-failed", path, fault },
  });
  const alert = page.getByRole("alert").filter({ hasText: path });
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect
    .element(page.getByRole("row", { name: /acronym Do what acronym says/ }))
    .toBeVisible();
  expect(alert.query()).toBeNull();
});

test("the inspector draws its figures, each in words too", async () => {
  await renderApp(await SCENES.inspected());
  for (const name of [
    /^Heat map of 30 layers/,
    /^Singular values of 30 layers/,
    /^Cosine to the mean adapter: yours 0\.62/,
    /^Map of 4 training tasks/,
  ]) {
    const figure = page.getByRole("img", { name });
    await expect.poll(() => figure.query()?.querySelector("svg")).not.toBeNull();
  }
  await expect
    .element(page.getByRole("row", { name: /acronym Do what acronym says/ }))
    .toBeVisible();
});
