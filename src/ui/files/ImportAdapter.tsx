/** Adapters from elsewhere: picked as files or as a folder, since not everybody can drop them. */
import type { ChangeEvent } from "react";
import { baseModel } from "../../store/state";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";
import { pickedFiles } from "./pageFiles";

export function ImportAdapter() {
  const text = useText();
  const base = useApp((state) => baseModel(state).label);
  return (
    <section className="import-adapter" aria-labelledby="import-heading">
      <h3 id="import-heading" className="subheading">
        {text("imported.heading")}
      </h3>
      <div className="row">
        <Picker label={text("imported.files")} kind="files" />
        <Picker label={text("imported.folder")} kind="folder" />
      </div>
      <p className="note">{text("imported.note", { base })}</p>
      <Progress />
    </section>
  );
}

function Picker({ label, kind }: { label: string; kind: "files" | "folder" }) {
  const { takeFiles } = useActions();
  function take({ target }: ChangeEvent<HTMLInputElement>): void {
    void takeFiles(pickedFiles(target.files), "adapter");
    // The same files can be picked again.
    target.value = "";
  }
  const forKind: Record<string, string> =
    kind === "folder"
      ? { webkitdirectory: "" }
      : { accept: ".zip,.json,.safetensors,.gguf" };
  return (
    <label className="button small file-button">
      {label}
      <input
        type="file"
        className="visually-hidden"
        multiple
        {...forKind}
        onChange={take}
      />
    </label>
  );
}

function Progress() {
  const text = useText();
  const status = useApp((state) => state.importing.status);
  const { cancelImport } = useActions();
  return (
    <div className="row" role="status">
      {status !== "idle" && (
        <>
          <span className="note">{text(`imported.${status}`)}</span>
          <button type="button" className="button small" onClick={cancelImport}>
            {text("imported.cancel")}
          </button>
        </>
      )}
    </div>
  );
}
