/** A base model that the site was set up without. */
import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { AppError, type DownloadFault } from "../../../src/shared/errors";
import { createAppStore } from "../../../src/store/store";
import { createFakeEngine } from "../../fakeEngine";
import { renderApp } from "../render";

/** The page of a site whose answer to this step, for the file, is the fault. */
async function opened(missing: "find" | "load", fault: DownloadFault) {
  const path = "models/qwen/qwen.gguf";
  const engine = createFakeEngine({
    before(step) {
      if (step === missing) throw new AppError({ code: "download-failed", path, fault });
    },
  });
  const store = createAppStore(engine);
  await store.actions.start();
  await renderApp(store);
  return store;
}

test("leaves the loaded one at work, and says so", async () => {
  const store = await opened("find", { kind: "status", status: 404 });
  await page
    .getByRole("button", { name: /^SmolLM2-135M/ })
    .first()
    .click();
  const choices = page.getByRole("group", { name: "Base model that answers" });
  await choices.getByRole("radio", { name: /^Qwen/ }).click();
  const note = page.getByRole("alert");
  await expect.element(note).toHaveTextContent(/set up without qwen\.gguf/);
  await expect.element(note).toHaveTextContent(/The loaded models keep working\./);
  await expect.element(choices.getByRole("radio", { name: /^SmolLM2/ })).toBeChecked();
  expect(store.getState().models.status).toBe("ready");
});

test.each([{ kind: "status", status: 404 } as const, { kind: "page" } as const])(
  "says how to get it where the site answers with %o",
  async (fault) => {
    await opened("load", fault);
    const note = page.getByRole("alert");
    await expect.element(note).toHaveTextContent(/set up without qwen\.gguf \(the site/);
    await expect.element(note).toHaveTextContent(/fetches it with `npm start`/);
    await expect.element(note).toHaveTextContent(/give it to the page/);
    await expect.element(note).not.toHaveTextContent(/goes on where it was/);
  },
);
