/** Picks the file of a base model of one's own. */
import { useActions } from "../storeContext";
import { useText } from "../text/translation";

export function OwnBasePicker() {
  const text = useText();
  const { offerBase } = useActions();
  return (
    <label className="button small file-button">
      {text("ownBase.pick")}
      <input
        type="file"
        className="visually-hidden"
        accept=".gguf"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void offerBase(file);
          // The same file can be picked again.
          event.target.value = "";
        }}
      />
    </label>
  );
}
