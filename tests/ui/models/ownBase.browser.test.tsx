/** A GGUF of a person's own: picked, described, asked about, refused, kept. */
import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { AppError } from "../../../src/shared/errors";
import { createAppStore } from "../../../src/store/store";
import { createFakeEngine, type FakeOptions } from "../../fakeEngine";
import { ownBase } from "../../fakeOwnBases";
import { isDropKept } from "../drops";
import { renderApp } from "../render";

const VISIT = { gigabytes: 4, isPhone: false, isMetered: false };
const WASM = {
  webgpu: { status: "unavailable", reason: "absent" },
  recommended: "wasm",
} as const;

async function opened(options: FakeOptions = {}) {
  const engine = createFakeEngine({ offer: WASM, ...options });
  const store = createAppStore(engine);
  await store.actions.startWithin(VISIT);
  await renderApp(store);
  return { engine, store };
}

const openDetails = (name: RegExp) => page.getByRole("button", { name }).first().click();

async function pick(name: string): Promise<void> {
  const input = page.getByLabelText("A GGUF of your own …");
  await userEvent.upload(input, new File(["GGUF"], name));
}

const choices = () => page.getByRole("group", { name: "Base model that answers" });

test("a picked file is loaded, described among the base models, and kept when asked", async () => {
  const { engine } = await opened();
  await openDetails(/^SmolLM2-135M/);
  await pick("mouse.gguf");
  await expect.poll(() => engine.calls.loads.length).toBe(2);
  await openDetails(/^mouse/);
  const own = choices().getByRole("radio", { name: /^mouse/ });
  await expect.element(own).toBeChecked();
  await expect
    .element(own)
    .toHaveAccessibleName(
      /from your file.*llama, 3 million parameters in Q8_0, 144 MB; about 1 GB of memory/,
    );
  await expect.element(choices()).toHaveTextContent("In this tab only.");
  await page.getByRole("button", { name: "Keep mouse in this browser" }).click();
  await expect.element(choices()).toHaveTextContent("Kept in this browser");
  await page.getByRole("button", { name: "Remove mouse from this browser" }).click();
  await expect.element(choices()).toHaveTextContent("In this tab only.");
});

test("a GGUF dropped anywhere on the page is loaded", async () => {
  const { engine } = await opened();
  const drop = (data: DataTransfer) =>
    void data.items.add(new File(["GGUF"], "rat.gguf"));
  await expect.poll(() => isDropKept(document.querySelector("h1")!, drop)).toBe(true);
  await expect
    .poll(() => engine.calls.loads.at(-1)?.ownBase?.file?.name)
    .toBe("rat.gguf");
  await expect.element(page.getByRole("button", { name: /^rat/ })).toBeVisible();
});

test("it says whose the hypernetworks are, and how to train one", async () => {
  const { store } = await opened();
  await store.actions.offerBase(new File(["GGUF"], "mouse.gguf"));
  await expect
    .element(page.getByText(/trained for SmolLM2.*, so a description becomes no adapter/))
    .toHaveTextContent(/“Another base model” in training\/README\.md: `python -m/);
});

test("a large one is asked about with what it takes, and can be left", async () => {
  const large = ownBase("rat.gguf", { neededGigabytes: 6 });
  const { engine, store } = await opened({ ownBases: { inspect: () => large } });
  await store.actions.offerBase(new File(["GGUF"], "rat.gguf"));
  const question = page.getByRole("alert").filter({ hasText: "rat is large" });
  await expect.element(question).toHaveTextContent(/about 6 GB of memory/);
  await expect.element(question).toHaveTextContent(/This device has about 4 GB/);
  await question.getByRole("button", { name: "Leave it" }).click();
  await expect.element(question).not.toBeInTheDocument();
  expect(engine.calls.loads).toHaveLength(1);
  await store.actions.offerBase(new File(["GGUF"], "rat.gguf"));
  await question.getByRole("button", { name: "Load it" }).click();
  await expect.poll(() => engine.calls.loads.length).toBe(2);
});

test("a file that is no base model is refused in a sentence, in both languages", async () => {
  const failure = {
    code: "bad-base",
    fault: { kind: "split", number: 2, count: 3 },
  } as const;
  const { store } = await opened({
    ownBases: { inspect: () => Promise.reject(new AppError(failure)) },
  });
  await store.actions.offerBase(new File(["GGUF"], "part.gguf"));
  await expect
    .element(page.getByText(/part.gguf: This is part 2 of a model in 3 parts/))
    .toBeVisible();
  store.actions.chooseLanguage("zh");
  await expect.element(page.getByText(/第 2 部分.*其余一切照旧/)).toBeVisible();
  await page.getByRole("button", { name: "知道了" }).first().click();
  await expect.element(page.getByText(/第 2 部分/)).not.toBeInTheDocument();
});

test("where the site's model is missing, a file can be given instead", async () => {
  let loads = 0;
  const { engine } = await opened({
    before(step) {
      if (step === "load" && ++loads === 1) {
        const fault = { kind: "status", status: 404 } as const;
        throw new AppError({ code: "download-failed", path: "a.gguf", fault });
      }
    },
  });
  await pick("mouse.gguf");
  await expect.poll(() => engine.calls.loads.length).toBe(2);
  await expect.element(page.getByRole("button", { name: /^mouse/ })).toBeVisible();
});
