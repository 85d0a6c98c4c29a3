/**
 * Compares two folders of pictures of the same names, pixel by pixel:
 *   npx tsx scripts/compareScreenshots.ts BEFORE AFTER
 * Names every picture that differs, with the share of its pixels; ends with 1 if any does.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { CHROMIUM_PATH, QUIET } from "./chromiumFlags";

const [before, after] = process.argv.slice(2);
if (!before || !after) {
  console.error("Usage: npx tsx scripts/compareScreenshots.ts BEFORE AFTER");
  process.exit(2);
}

const pictures = (folder: string) =>
  readdirSync(folder).filter((name) => name.endsWith(".png"));
const names = [...new Set([...pictures(before), ...pictures(after)])].sort();
const browser = await chromium.launch({ executablePath: CHROMIUM_PATH, args: QUIET });
const page = await browser.newPage();
let different = 0;
try {
  for (const name of names) {
    const verdict = await compare(name);
    if (verdict === "same") continue;
    different += 1;
    console.log(`${name}: ${verdict}`);
  }
} finally {
  await browser.close();
}
console.log(`${names.length - different} of ${names.length} pictures are the same.`);
process.exitCode = different > 0 || names.length === 0 ? 1 : 0;

/** "same", or in which way the two pictures of this name differ. */
async function compare(name: string): Promise<string> {
  const [left, right] = [before!, after!].map((folder) => {
    try {
      return readFileSync(join(folder, name));
    } catch {
      return null;
    }
  });
  if (!left || !right) return `only ${left ? before : after} has it`;
  if (left.equals(right)) return "same";
  return page.evaluate(comparePixels, [
    `data:image/png;base64,${left.toString("base64")}`,
    `data:image/png;base64,${right.toString("base64")}`,
  ]);
}

/** Runs in the browser, which decodes PNG. */
async function comparePixels(addresses: readonly string[]): Promise<string> {
  const pictures: ImageData[] = [];
  for (const address of addresses) {
    const bitmap = await createImageBitmap(await (await fetch(address)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d")!;
    context.drawImage(bitmap, 0, 0);
    pictures.push(context.getImageData(0, 0, bitmap.width, bitmap.height));
  }
  const [one, other] = pictures as [ImageData, ImageData];
  if (one.width !== other.width || one.height !== other.height) {
    return `${one.width} × ${one.height} became ${other.width} × ${other.height}`;
  }
  const a = new Uint32Array(one.data.buffer);
  const b = new Uint32Array(other.data.buffer);
  const changed = a.reduce((count, pixel, at) => count + Number(pixel !== b[at]), 0);
  return changed === 0 ? "same" : `${((100 * changed) / a.length).toFixed(3)} % differ`;
}
