/** Reads a file as the engine does, and counts what it asked the site for. */
import { siteFiles, type Expected } from "../../../src/engine/files/modelFiles";

self.onmessage = async ({ data }: MessageEvent<{ path: string; expected: Expected }>) => {
  const { path, expected } = data;
  const bytes = await siteFiles(self.location.origin).read(path, expected, () => {});
  const requests = performance
    .getEntriesByType("resource")
    .filter(({ name }) => name.endsWith(path)).length;
  self.postMessage({ bytes, requests });
};
self.postMessage("ready");
