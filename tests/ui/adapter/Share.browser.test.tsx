import { encode } from "uqr";
import { expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { renderApp } from "../render";
import { SCENES } from "../scenes";

/** Dark modules of the drawing, by the centre of each. */
async function darkModules(): Promise<boolean[][]> {
  const code = page.getByRole("img", { name: /^QR code/ });
  const svg = (await code.findElement()) as unknown as SVGSVGElement;
  const path = svg.querySelector<SVGPathElement>("path")!;
  const size = svg.viewBox.baseVal.width;
  const at = (x: number, y: number) => path.isPointInFill(new DOMPoint(x + 0.5, y + 0.5));
  return Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => at(x, y)),
  );
}

test("the QR code is drawn module by module, and hidden again", async () => {
  await renderApp(await SCENES.generated());
  await page.getByRole("button", { name: "Show QR code" }).click();
  const drawn = await darkModules();
  expect(drawn).toEqual(encode(location.href, { ecc: "L", border: 4 }).data);
  await page.getByRole("button", { name: "Hide QR code" }).click();
  await expect
    .element(page.getByRole("img", { name: /^QR code/ }))
    .not.toBeInTheDocument();
});

test("a whole model is offered with the size of what applies, and with what is better", async () => {
  const store = await SCENES.generated();
  await renderApp(store);
  await page
    .getByLabelText("For", { exact: true })
    .selectOptions("llama.cpp, Ollama: whole model, F16");
  await expect
    .element(
      page.getByText(/^The whole model with the adapter inside: 242 MB\. The adapter/u),
    )
    .toBeVisible();
  const { scope } = store.getState();
  store.setState({ scope: { ...scope, modulesOff: ["q_proj"] } });
  await expect.element(page.getByText(/adapter inside: 99 MB/u)).toBeVisible();
});

test("the model card is copied with the link in it", async () => {
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await renderApp(await SCENES.generated());
  await page.getByRole("button", { name: "Copy model card" }).click();
  await expect.poll(() => write.mock.calls.length).toBe(1);
  expect(write.mock.calls[0]![0]).toContain(`<${location.href}>`);
  write.mockRestore();
});

test("the download is of the chosen format and has the model card with it", async () => {
  const blobs: Blob[] = [];
  const create = vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    blobs.push(blob as Blob);
    return "#";
  });
  await renderApp(await SCENES.generated());
  await page.getByLabelText("For", { exact: true }).selectOptions("llama.cpp, Ollama");
  await page.getByRole("button", { name: "Download .zip" }).click();
  await expect.poll(() => blobs.length).toBe(1);
  const text = await blobs[0]!.text();
  expect(text).toContain("as gguf");
  expect(text).toContain("# LoRA adapter for");
  create.mockRestore();
});

test("a model card that the browser does not let be copied is shown, marked", async () => {
  const write = vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error());
  await renderApp(await SCENES.generated());
  await page.getByRole("button", { name: "Copy model card" }).click();
  const shown = page.getByRole("textbox", { name: /not allow copying/u });
  await expect.element(shown).toBeVisible();
  const field = (await shown.findElement()) as HTMLTextAreaElement;
  expect(field.value).toContain("## Make it again");
  expect(field.selectionEnd).toBe(field.value.length);
  await page.getByRole("button", { name: "Hide the text" }).click();
  await expect.element(shown).not.toBeInTheDocument();
  write.mockRestore();
});

test("a view that does not fit in a link is said not to, and none is written", async () => {
  const store = await SCENES.generated();
  store.actions.setMessage("a".repeat(4001));
  const before = location.href;
  await renderApp(store);
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect.element(page.getByText(/does not fit in a link/u)).toBeVisible();
  expect(location.href).toBe(before);
});

test("with a link, a lesson on a part of a long list is told to be untold", async () => {
  const store = await SCENES.taught();
  await renderApp(store);
  await page.getByRole("button", { name: "Show QR code" }).click();
  const whole = page.getByText(/from which the same lesson can be repeated\.$/u);
  const long = page.getByText(/your list is too long for it to tell which examples/u);
  await expect.element(whole).toBeVisible();
  await expect.element(long).not.toBeInTheDocument();
  const rows = Array.from({ length: 25 }, (_, row) => `in ${row}\tout ${row}`);
  await store.actions.readExampleText(rows.join("\n"));
  store.actions.takeReading();
  await expect.element(long).toBeVisible();
  await expect.element(whole).not.toBeInTheDocument();
});

test("a link says which columns stay out of it", async () => {
  vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const store = await SCENES.generated();
  const kept = {
    kind: "kept",
    description: "Whisper.",
    hypernetworkId: "another",
  } as const;
  store.actions.addColumn(kept);
  await renderApp(store);
  await page.getByRole("button", { name: "Copy link" }).click();
  const note = page.getByText("1 column stays out of the link");
  await expect.element(note).toBeVisible();
  store.actions.removeColumn(store.getState().columns.at(-1)!.id);
  await expect.element(note).not.toBeInTheDocument();
  vi.restoreAllMocks();
});
