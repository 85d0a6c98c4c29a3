/** The base model's file, for the runtimes that are not the engine. */
import { DEFAULT_MODELS, MODELS, recordOf } from "../../src/shared/models";

export const BASE = recordOf(MODELS, "base", DEFAULT_MODELS.base);

export async function fetchBase(): Promise<Blob> {
  const address = `/models/${BASE.id}/${BASE.files[0].path}`;
  const response = await fetch(address);
  if (!response.ok)
    throw new Error(`${address}: ${response.status}. Run npm start once.`);
  return response.blob();
}
