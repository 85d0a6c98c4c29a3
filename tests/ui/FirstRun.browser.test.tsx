import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { createAppStore } from "../../src/store/store";
import { createFakeEngine } from "../fakeEngine";
import { renderApp } from "./render";
import { SCENES } from "./scenes";

const tour = page.getByRole("region", { name: "First steps" });

test("the three steps lead to an answer and do not come again", async () => {
  const store = await SCENES.tour();
  await renderApp(store);
  await tour.getByRole("button", { name: "Take a demo" }).click();
  await tour.getByRole("button", { name: "Make the adapter" }).click();
  await tour.getByRole("button", { name: "Ask now" }).click();
  await expect.element(tour.getByText(/^Is an answer wrong\?/)).toBeVisible();
  await tour.getByRole("button", { name: "Close" }).click();
  await expect.element(tour).not.toBeInTheDocument();
  store.actions.offerTour();
  expect(store.getState().isTourShown).toBe(false);
});

test("the steps can be skipped at once", async () => {
  await renderApp(await SCENES.tour());
  await tour.getByRole("button", { name: "Skip" }).click();
  await expect.element(tour).not.toBeInTheDocument();
});

test("the keys are listed, and Escape closes the list", async () => {
  await renderApp(await SCENES.ready());
  await page.getByRole("button", { name: "Keys" }).click();
  const list = page.getByRole("dialog", { name: "Keys" });
  await expect.element(list.getByText("Esc", { exact: true })).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await expect.element(list).not.toBeInTheDocument();
});

test("a small device is asked before anything is loaded", async () => {
  const store = createAppStore(createFakeEngine());
  await store.actions.startWithin({ gigabytes: 2, isPhone: true, isMetered: false });
  await renderApp(store);
  await expect.element(page.getByRole("alert")).toHaveTextContent("about 2 GB");
  await page.getByRole("button", { name: "Load all the same" }).click();
  await expect
    .element(page.getByRole("button", { name: /WebGPU \(Apple M3\)/ }))
    .toBeVisible();
});

test("the page is switched to Chinese and stays so", async () => {
  await renderApp(await SCENES.ready());
  await page.getByRole("button", { name: "中文" }).click();
  await expect.element(page.getByRole("heading", { name: "描述任务" })).toBeVisible();
  expect(document.documentElement.lang).toBe("zh-Hans");
  expect(localStorage.getItem("language")).toBe("zh");
});

test("text in messages runs in its own direction", async () => {
  const store = await SCENES.generated();
  store.actions.setMessage("مرحبا بالعالم");
  await renderApp(store);
  await store.actions.send();
  const turn = page.getByRole("article", { name: "Message 1" });
  const message = await turn.getByText("مرحبا بالعالم").first().findElement();
  expect(getComputedStyle(message).direction).toBe("rtl");
});
