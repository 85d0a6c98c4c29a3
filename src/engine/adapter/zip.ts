/** Files into one .zip, stored without compression: weights do not compress. */
import { downloadZip } from "client-zip";
import type { AdapterFile } from "../../formats/lora/adapter";

export async function zipFiles(
  files: readonly AdapterFile[],
): Promise<Uint8Array<ArrayBuffer>> {
  const entries = files.map(({ name, content }) => ({ name, input: content }));
  return new Uint8Array(await downloadZip(entries).arrayBuffer());
}
