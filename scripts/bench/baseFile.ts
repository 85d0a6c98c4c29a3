/** The base model's file, for the runtimes that are not the engine. */
import type { BaseModelRecord } from "../../src/shared/models";

export async function fetchBase({ id, files: [file] }: BaseModelRecord): Promise<Blob> {
  const address = `/models/${id}/${file.path}`;
  const response = await fetch(address);
  if (!response.ok)
    throw new Error(`${address}: ${response.status}. Run npm start once.`);
  return response.blob();
}
