/** The question before a link's base model is loaded, and what a link says of one's own. */
import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { createAppStore } from "../../../src/store/store";
import { createFakeEngine } from "../../fakeEngine";
import { renderApp } from "../render";

const QWEN = "qwen2.5-coder-0.5b-instruct-q4_k_m";

async function ready() {
  const engine = createFakeEngine();
  const store = createAppStore(engine);
  const visit = { gigabytes: 8, isPhone: true, isMetered: true };
  await store.actions.startWithin(visit);
  return { engine, store };
}

test("it names both, the size and whether it is here, and is answered by keys", async () => {
  const sender = await ready();
  await sender.store.actions.switchBase(QWEN);
  const link = (await sender.store.actions.createLink())!;

  const { engine, store } = await ready();
  await renderApp(store);
  void store.actions.openLink(link);
  const question = page.getByRole("alert").filter({ hasText: "This link was made with" });
  await expect
    .element(question)
    .toHaveTextContent(
      /Qwen2.5-Coder-0.5B is 491 MB to download. \(large for this device or its connection\) Load it in place of SmolLM2-135M\?/,
    );
  const stay = question.getByRole("button", { name: "Stay with SmolLM2-135M" });
  (stay.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(question).not.toBeInTheDocument();
  await expect
    .element(page.getByText(/Its adapter is not made and its messages are not asked/))
    .toBeVisible();
  expect(engine.calls.loads).toHaveLength(1);

  void store.actions.openLink(link);
  await question.getByRole("button", { name: "Load Qwen2.5-Coder-0.5B" }).click();
  await expect.poll(() => engine.calls.loads.at(-1)?.baseModelId).toBe(QWEN);
});

test("a link of an own base model says on both sides that it cannot carry it", async () => {
  const { store } = await ready();
  await store.actions.offerBase(new File(["GGUF"], "mouse.gguf"));
  await store.actions.readExampleText("a\tb\nc\td\n");
  store.actions.takeReading();
  await store.actions.teach();
  await renderApp(store);
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect
    .element(page.getByText(/cannot carry it: whoever opens the link needs the file/))
    .toHaveTextContent(/mouse\.gguf/);

  const link = (await store.actions.createLink())!;
  const other = await ready();
  await renderApp(other.store);
  await other.store.actions.openLink(link);
  await expect
    .element(page.getByText(/base model from a file \(SHA-256 5a5a5a5a5a5a…\)/))
    .toBeVisible();
});
