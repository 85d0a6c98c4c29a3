/** A full disk, for the thread that files are written in. */

/** Writes beyond `room` fail as they do on a full disk. */
export function limitRoom(room: number): void {
  const scope = globalThis as unknown as {
    FileSystemSyncAccessHandle: { prototype: Writer };
  };
  const { prototype } = scope.FileSystemSyncAccessHandle;
  const write = prototype.write;
  prototype.write = function (from, options) {
    if (options.at + from.byteLength > room) {
      throw new DOMException("No room", "QuotaExceededError");
    }
    return write.call(this, from, options);
  };
}

interface Writer {
  write(from: Uint8Array, options: { at: number }): number;
}
