/** Files as the page takes them, from a picker or a drop, folders with what is in them. */
import type { PageFile } from "../../store/files/kind";

/** Files of a dropped folder that are looked at; whoever drops a whole disk meant something else. */
const MOST_FILES = 500;

export function pickedFiles(files: FileList | null): PageFile[] {
  return [...(files ?? [])].map((file) => ({
    path: file.webkitRelativePath || file.name,
    content: file,
  }));
}

/** Has to be called while the drop is handled: later the browser has let go of what it held. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<PageFile[]> {
  const flat = pickedFiles(files);
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (!entries.some(({ isDirectory }) => isDirectory)) return flat;
  // Whoever reads them next finds what is wrong with them, and names it.
  return filesOf(entries).catch(() => flat);
}

async function filesOf(entries: readonly FileSystemEntry[]): Promise<PageFile[]> {
  const found: PageFile[] = [];
  const left = [...entries];
  while (left.length > 0 && found.length < MOST_FILES) {
    const entry = left.shift()!;
    if (entry.isDirectory) left.push(...(await entriesIn(entry)));
    else
      found.push({
        path: entry.fullPath.replace(/^\//u, ""),
        content: await fileOf(entry),
      });
  }
  return found;
}

/** The reader hands out a part at a time, and nothing at the end. */
async function entriesIn(entry: FileSystemEntry): Promise<FileSystemEntry[]> {
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return found;
    found.push(...part);
  }
}

function fileOf(entry: FileSystemEntry): Promise<File> {
  return new Promise((resolve, reject) =>
    (entry as FileSystemFileEntry).file(resolve, reject),
  );
}
