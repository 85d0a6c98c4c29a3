/** Picks the file of a base model of one's own. */
import { pickedFiles } from "../files/pageFiles";
import { useActions } from "../storeContext";
import { useText } from "../text/translation";

export function OwnBasePicker() {
  const text = useText();
  const { takeFiles } = useActions();
  return (
    <label className="button small file-button">
      {text("ownBase.pick")}
      <input
        type="file"
        className="visually-hidden"
        accept=".gguf"
        onChange={(event) => {
          void takeFiles(pickedFiles(event.target.files), "base");
          // The same file can be picked again.
          event.target.value = "";
          // What is said of it stands on the page, beneath the details.
          event.target.closest<HTMLElement>("[popover]")?.hidePopover();
        }}
      />
    </label>
  );
}
