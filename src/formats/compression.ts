/** Text <-> URL-safe text, by the browser's own deflate (RFC 1951) and base64url (RFC 4648). */

export async function deflate(text: string): Promise<string> {
  const compressed = new Blob([text])
    .stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(compressed).arrayBuffer());
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/u, "");
}

/** Throws a RangeError once the text would exceed `maximumBytes`, before it is all unpacked. */
export async function inflate(packed: string, maximumBytes: number): Promise<string> {
  const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const stream = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let unpackedBytes = 0;
  let text = "";
  for await (const chunk of stream) {
    unpackedBytes += chunk.byteLength;
    if (unpackedBytes > maximumBytes) {
      throw new RangeError("The text is too long once unpacked.");
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
