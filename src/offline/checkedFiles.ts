/** The page's own files as the build made them: nothing else is kept for when there is no network. */

/** A file of this version: path below the scope, and the first 16 hex digits of its SHA-256. */
export interface BuiltFile {
  path: string;
  revision: string;
}

const TYPES: Record<string, RegExp> = {
  js: /javascript/u,
  mjs: /javascript/u,
  css: /^text\/css/u,
  html: /^text\/html/u,
};

/**
 * Whether the response is the file: of the right type, and with the content that the build made.
 * Hosts may add to a document, so of that the type alone is checked.
 */
export async function isAsBuilt(
  { path, revision }: BuiltFile,
  response: Response,
): Promise<boolean> {
  if (!response.ok) return false;
  const ending = path.slice(path.lastIndexOf(".") + 1);
  const type = response.headers.get("content-type") ?? "";
  if (TYPES[ending] && !TYPES[ending].test(type)) return false;
  if (ending === "html") return true;
  const content = await response.clone().arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.startsWith(revision);
}

/**
 * The file from the site, asked for once more past the browser's own cache where that holds
 * something else; null where the site does not give it.
 */
export async function fetchBuilt(
  file: BuiltFile,
  address: string,
  cache: RequestCache,
): Promise<Response | null> {
  for (const mode of [cache, "reload"] as const) {
    const response = await fetch(address, { cache: mode });
    if (await isAsBuilt(file, response)) return response;
  }
  return null;
}
