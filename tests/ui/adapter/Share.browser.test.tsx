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
