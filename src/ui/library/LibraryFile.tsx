/** Carrying the library to another browser and back, as one file. */
import { type ChangeEvent, useRef } from "react";
import { saveFile } from "../kit/saveFile";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function LibraryFile() {
  const text = useText();
  const isEmpty = useApp((state) => state.library.entries.length === 0);
  const { exportLibrary, importLibrary } = useActions();
  const input = useRef<HTMLInputElement>(null);

  async function read({ target }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = target.files?.[0];
    if (file) await importLibrary(await file.text());
    // The same file can be picked again.
    target.value = "";
  }

  return (
    <div className="row">
      <button
        type="button"
        className="button"
        aria-disabled={isEmpty}
        onClick={() => isEmpty || void exportLibrary().then(saveFile)}
      >
        {text("library.export")}
      </button>
      <button type="button" className="button" onClick={() => input.current?.click()}>
        {text("library.import")}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label={text("library.import")}
        onChange={(event) => void read(event)}
      />
    </div>
  );
}
