/** Taking files that were dropped on the page or picked, whatever they are. */
import type { ActionContext } from "../actionContext";
import type { FileKindName, FileTakers, PageFile } from "./kind";

export interface FileActions {
  /**
   * Sorts the files by what they hold and takes them; those that cannot be told go to `expected`,
   * what the person was asked for. What is wrong with them is shown.
   */
  takeFiles(files: readonly PageFile[], expected?: FileKindName | null): Promise<void>;
}

export function createFileActions({ actions }: ActionContext<FileTakers>): FileActions {
  return {
    async takeFiles(files, expected = null) {
      if (files.length === 0) return;
      const { sortFiles } = await import("./sorting");
      try {
        const { groups, unknown } = await sortFiles(files, expected);
        if (unknown.length > 0) {
          const names = unknown.map(({ path }) => path);
          actions.showNotice({ kind: "unknown-files", names });
        }
        for (const { kind, files: own } of groups) {
          await kind.take(own, actions, { expected });
        }
      } catch {
        // A file that was moved or is not allowed to be read.
        actions.showNotice({
          kind: "unread-files",
          names: files.map(({ path }) => path),
        });
      }
    },
  };
}
