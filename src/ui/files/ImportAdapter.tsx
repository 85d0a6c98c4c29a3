/** Adapters from elsewhere: picked as files or as a folder, since not everybody can drop them. */
import { baseModel } from "../../store/state";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";
import { FilePicker } from "./FilePicker";

export function ImportAdapter() {
  const text = useText();
  const base = useApp((state) => baseModel(state).label);
  return (
    <section className="import-adapter" aria-labelledby="import-heading">
      <h3 id="import-heading" className="subheading">
        {text("imported.heading")}
      </h3>
      <div className="row">
        <FilePicker
          label={text("imported.files")}
          expected="adapter"
          accept=".zip,.json,.safetensors,.gguf"
          multiple
        />
        <FilePicker label={text("imported.folder")} expected="adapter" multiple />
      </div>
      <p className="note">{text("imported.note", { base })}</p>
      <Progress />
    </section>
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
