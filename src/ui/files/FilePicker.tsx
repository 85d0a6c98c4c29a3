/** A button that picks files, for whoever cannot drop them. */
import type { FileKindName } from "../../store/files/kind";
import { useActions } from "../storeContext";
import { pickedFiles } from "./pageFiles";

interface Props {
  label: string;
  /** The kind of file that is asked for here. */
  expected: FileKindName;
  /** Endings and types of files that are offered; a whole folder is picked where it is absent. */
  accept?: string;
  multiple?: boolean;
  onPick?: (input: HTMLInputElement) => void;
}

export function FilePicker({ label, expected, accept, multiple, onPick }: Props) {
  const { takeFiles } = useActions();
  const offered: Record<string, string> =
    accept === undefined ? { webkitdirectory: "" } : { accept };
  return (
    <label className="button small file-button">
      {label}
      <input
        type="file"
        className="visually-hidden"
        multiple={multiple}
        {...offered}
        onChange={({ target }) => {
          void takeFiles(pickedFiles(target.files), expected);
          // The same file can be picked again.
          target.value = "";
          onPick?.(target);
        }}
      />
    </label>
  );
}
