import axe from "axe-core";
import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { currentConversation } from "../../../src/store/state";
import { nextBeginning } from "../../../src/store/teaching/settings";
import { TEACHING_CURVE } from "../../../src/tasks/teachingCurve";
import { loadLanguage, textIn } from "../../../src/ui/text/translation";
import { memoryStorage } from "../../store/library/libraryEntries";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

const teachPart = () => page.getByRole("region", { name: "Teach it" });

test("examples are taught with a key, and undone with another", async () => {
  const store = await SCENES.taught();
  await store.actions.undoTeaching();
  await renderApp(store);
  const before = currentConversation(store.getState()).adapter;
  await expect
    .element(
      teachPart().getByText(/^6 examples to teach, 3 kept back to check it, about/),
    )
    .toBeVisible();
  const teach = teachPart().getByRole("button", { name: "Teach", exact: true });
  ((await teach.findElement()) as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect
    .element(teachPart().getByText("Taught 10 steps with 6 examples"))
    .toBeVisible();
  await expect
    .element(
      page.getByRole("img", {
        name: /^Loss of the taught examples: 3\.00 before step 1, 0\.12 before step 10\. Of those kept back: 3\.00 at first, 0\.08 after step 10/,
      }),
    )
    .toBeVisible();
  const undo = teachPart().getByRole("button", { name: "Undo teaching" });
  ((await undo.findElement()) as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(undo).not.toBeInTheDocument();
  expect(currentConversation(store.getState()).adapter).toEqual(before);
});

test("a running lesson tells its step, its losses and the time left, and can be stopped", async () => {
  const store = await SCENES.teaching();
  await renderApp(store);
  await expect.element(teachPart().getByText("step 6 of 10")).toBeVisible();
  await expect.element(teachPart().getByText(/ s left$/)).toBeVisible();
  await teachPart().getByText("As a table").click();
  await expect
    .element(teachPart().getByRole("row", { name: "5 0.720 0.504" }))
    .toBeVisible();
  await teachPart().getByRole("button", { name: "Stop here" }).click();
  await expect
    .element(teachPart().getByRole("button", { name: "Stopping …" }))
    .toHaveAttribute("aria-disabled", "true");
});

test("without examples it says what they would do, and adds the first", async () => {
  const store = await SCENES.generated();
  await renderApp(store);
  await teachPart().getByRole("button", { name: "Add an example" }).click();
  await expect
    .element(page.getByRole("textbox", { name: "Input of example 1" }))
    .toHaveFocus();
  await userEvent.keyboard("cat{Enter}animal");
  await expect.element(teachPart().getByText(/^1 example to teach, about/)).toBeVisible();
});

test("what is taught can be set, and set back", async () => {
  const store = await SCENES.taught();
  await renderApp(store);
  await teachPart().getByText("How it is taught").click();
  await teachPart().getByRole("spinbutton", { name: "Steps" }).fill("7");
  const asBegun = teachPart().getByText(/^More steps keep the learning rate, the seed/);
  await expect.element(asBegun).not.toBeInTheDocument();
  await teachPart().getByRole("radio", { name: "B alone" }).click();
  await expect.element(asBegun).toBeVisible();
  await teachPart()
    .getByRole("combobox", { name: "Begin with" })
    .selectOptions("nothing (zero)");
  await expect
    .element(teachPart().getByRole("button", { name: "7 more steps" }))
    .toBeVisible();
  expect(store.getState().teaching).toMatchObject({
    chosen: { steps: 7, trained: "B" },
    beginning: { kind: "zero" },
  });
  await teachPart().getByRole("button", { name: "Back to the defaults" }).click();
  expect(store.getState().teaching).toMatchObject({
    chosen: {},
    beginning: { kind: "shown" },
  });
  await expect.element(asBegun).not.toBeInTheDocument();
  await expect
    .element(teachPart().getByRole("spinbutton", { name: "Steps" }))
    .toHaveValue(4);
});

test("a lesson begins with what is chosen, and a removed adapter is no choice", async () => {
  const store = await SCENES.taught();
  await store.actions.openLibrary(memoryStorage().open);
  await renderApp(store);
  await teachPart().getByText("How it is taught").click();
  const begin = teachPart().getByRole("combobox", { name: "Begin with" });
  const [entry] = store.getState().library.entries;
  await begin.selectOptions(entry!.id);
  await expect.element(begin).toHaveValue(entry!.id);
  store.actions.removeEntry(entry!.id);
  await expect.element(begin).toHaveValue("shown");
  expect(nextBeginning(store.getState())).toEqual({ kind: "shown" });
});

test("what waits for an answer to end says so", async () => {
  const store = await SCENES.taught();
  await renderApp(store);
  const undo = teachPart().getByRole("button", { name: "Undo teaching" });
  const show = teachPart().getByRole("button", { name: "Show it" });
  const again = page.getByRole("button", { name: "Ask the earlier message again" });
  const waits = (is: boolean) =>
    store.setState({
      answering: is ? { status: "waiting", for: "adapter" } : { status: "idle" },
    });
  waits(true);
  await expect.element(undo).toHaveAttribute("aria-disabled", "true");
  waits(false);
  await expect.element(undo).toHaveAttribute("aria-disabled", "false");
  store.setState({ message: "Hi" });
  await store.actions.send();
  store.actions.setDescription("Something else.");
  await store.actions.generate();
  for (const button of [show, again]) {
    waits(true);
    await expect.element(button).toHaveAttribute("aria-disabled", "true");
    waits(false);
    await expect.element(button).toHaveAttribute("aria-disabled", "false");
  }
  await show.click();
  await expect.element(undo).toBeVisible();
});

test("a failed lesson says what happened and that nothing is lost", async () => {
  await renderApp(await SCENES.teachingFailed());
  await expect
    .element(teachPart().getByRole("alert"))
    .toHaveTextContent(
      /its loss grew from 2\.50 to 9\.25.*Nothing that was here is lost\.$/,
    );
});

test("what a failed lesson had learnt can be kept", async () => {
  const store = await SCENES.teachingFailed();
  await renderApp(store);
  await expect
    .element(teachPart().getByText("A lesson ended early, after step 2 of 4:"))
    .toBeVisible();
  await teachPart().getByRole("button", { name: "Keep it so" }).click();
  await expect
    .element(teachPart().getByText("Taught 2 steps with 6 examples"))
    .toBeVisible();
  expect(store.getState().teaching.interrupted).toBeNull();
});

test("a taught adapter out of a file is taught again on request", async () => {
  const store = await SCENES.taughtElsewhere();
  await renderApp(store);
  const { checksum } = currentConversation(store.getState()).adapter!;
  await expect
    .element(teachPart().getByText(/^This browser does not have the numbers/))
    .toBeVisible();
  await teachPart().getByRole("button", { name: "Repeat the lesson" }).click();
  await expect
    .element(teachPart().getByText(/^This browser does not have/))
    .not.toBeInTheDocument();
  await expect
    .poll(() => currentConversation(store.getState()))
    .toMatchObject({ isAdapterLoaded: true, adapter: { checksum } });
});

test("the inspector shows how far teaching moved each layer", async () => {
  await renderApp(await SCENES.inspectedTaught());
  await expect
    .element(
      page.getByRole("img", { name: /^Heat map of how far teaching moved 30 layers/ }),
    )
    .toBeVisible();
  await expect.element(page.getByText(/of the whole adapter's size/)).toBeVisible();
});

test("examples that contradict each other or are too long are told before a lesson", async () => {
  const store = await SCENES.taught();
  store.actions.correctAnswer("cat", "pet");
  const { list } = store.getState().examples;
  store.actions.addExample();
  const { id } = store.getState().examples.list.at(-1)!;
  store.actions.editExample(id, { input: "cat", expected: "animal" });
  store.actions.editExample(list[3]!.id, { input: "very long ".repeat(390) });
  await renderApp(store);
  await expect
    .element(teachPart().getByText(/^Some of your examples want different answers/))
    .toBeVisible();
  await expect
    .element(
      teachPart().getByText(/^Example 4 may be too long to teach: at most 1,024 tokens/),
    )
    .toBeVisible();
  await expect
    .element(teachPart().getByText(/^The examples have changed since/))
    .toBeVisible();
});

test("Escape stops a lesson and keeps what it has learnt", async () => {
  const store = await SCENES.teaching();
  await renderApp(store);
  await expect.element(teachPart().getByText("step 6 of 10")).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await expect
    .element(teachPart().getByRole("button", { name: "Stopping …" }))
    .toBeVisible();
});

test("more steps of an adapter whose optimizer is gone are told to begin afresh", async () => {
  const store = await SCENES.taught();
  await renderApp(store);
  await expect
    .element(teachPart().getByRole("button", { name: "10 more steps" }))
    .toBeVisible();
  const note = teachPart().getByText(/whose optimizer \(AdamW\) begins afresh/u);
  await expect.element(note).not.toBeInTheDocument();
  const { conversations, currentKey } = store.getState();
  store.setState({
    conversations: conversations.map((conversation) =>
      conversation.key === currentKey
        ? { ...conversation, isAdapterLoaded: false }
        : conversation,
    ),
  });
  await expect.element(note).toBeVisible();
});

test.each([
  ["en", 360],
  ["zh", 1280],
] as const)(
  "what a sentence is worth opens as a figure with its table, in %s at %i px",
  async (language, width) => {
    await page.viewport(width, 900);
    const store = await SCENES.taught();
    await loadLanguage(language);
    store.setState({ language });
    await renderApp(store);
    const text = textIn(language);
    await page.getByText(text("teach.worth"), { exact: true }).click();
    const { curves, tasks, inputs, hypernetwork } = TEACHING_CURVE;
    const percent = (share: number) => `${Math.round(100 * share)} %`;
    const four = curves.generated.find(({ examples }) => examples === 4)!;
    const name = new RegExp(
      text("teach.worthPoint", { examples: 4, score: percent(four.score) }),
      "u",
    );
    const figure = page.getByRole("img", { name });
    await expect.element(figure).toBeVisible();
    const points = Object.values(curves).flat().length;
    const dots = () => figure.element().querySelectorAll("circle").length;
    await expect.poll(dots).toBe(points);
    const { label } = hypernetwork;
    const model = text("teach.worthModel", { label, base: "SmolLM2" });
    await expect
      .element(page.getByText(text("teach.worthSource", { tasks, inputs, model })))
      .toBeVisible();
    const table = page.getByRole("region", { name: text("teach.worth") });
    await page.getByText(text("teach.chartTable")).last().click();
    const { score, low, high } = four;
    await expect
      .element(
        table.getByRole("cell", {
          name: text("teach.worthInterval", {
            score: percent(score),
            low: percent(low),
            high: percent(high),
          }),
        }),
      )
      .toBeVisible();
    expect(document.documentElement.scrollWidth).toBe(width);
    const found = await axe.run(document.querySelector(".teach")!);
    expect(found.violations.map(({ id }) => id)).toEqual([]);
  },
);

test("with another checkpoint loaded the figure says whose it is", async () => {
  const store = await SCENES.taught();
  await renderApp(store);
  const note = teachPart().getByText(
    /T2L-G · SFT for SmolLM2 is loaded now; the figures are those of/u,
  );
  await page.getByText("What a sentence is worth").click();
  await expect
    .element(teachPart().getByText(/tasks that T2L-G · SFT for SmolLM2 never/u))
    .toBeVisible();
  await expect.element(note).toBeVisible();
  const { models } = store.getState();
  if (models.status !== "ready") throw new Error("The models are not loaded.");
  const hypernetwork = { ...models.loaded.hypernetwork!, ...TEACHING_CURVE.hypernetwork };
  store.setState({ models: { ...models, loaded: { ...models.loaded, hypernetwork } } });
  await expect.element(note).not.toBeInTheDocument();
});
