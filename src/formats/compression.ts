/**
 * Text <-> URL-safe text, by the browser's own deflate (RFC 1951) and base64url (RFC 4648);
 * as "deflate" with a checksum of the text at the end (zlib, RFC 1950), as "deflate-raw" without.
 */

export type PackedFormat = "deflate" | "deflate-raw";

export async function deflate(
  text: string,
  format: PackedFormat = "deflate",
): Promise<string> {
  const compressed = new Blob([text]).stream().pipeThrough(new CompressionStream(format));
  const bytes = new Uint8Array(await new Response(compressed).arrayBuffer());
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/u, "");
}

/**
 * Throws a RangeError once the text would exceed `maximumBytes`, before it is all unpacked, and a
 * TypeError where the checksum is another text's.
 */
export async function inflate(
  packed: string,
  maximumBytes: number,
  format: PackedFormat = "deflate",
): Promise<string> {
  const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let unpackedBytes = 0;
  let text = "";
  // Safari has no iteration over streams.
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    unpackedBytes += value.byteLength;
    if (unpackedBytes > maximumBytes) {
      void reader.cancel().catch(() => {});
      throw new RangeError("The text is too long once unpacked.");
    }
    text += decoder.decode(value, { stream: true });
  }
}
