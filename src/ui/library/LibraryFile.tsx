/** Carrying the library to another browser and back, as one file. */
import { useRef } from "react";
import { pickedFiles } from "../files/pageFiles";
import { saveFile } from "../kit/saveFile";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function LibraryFile() {
  const text = useText();
  const isEmpty = useApp((state) => state.library.entries.length === 0);
  const { exportLibrary, takeFiles } = useActions();
  const input = useRef<HTMLInputElement>(null);

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
        onChange={({ target }) => {
          void takeFiles(pickedFiles(target.files), "library");
          // The same file can be picked again.
          target.value = "";
        }}
      />
    </div>
  );
}
