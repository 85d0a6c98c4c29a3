/** Picks the file of a base model of one's own. */
import { FilePicker } from "../files/FilePicker";
import { useText } from "../text/translation";

export function OwnBasePicker() {
  const text = useText();
  return (
    <FilePicker
      label={text("ownBase.pick")}
      expected="base"
      accept=".gguf"
      // What is said of it stands on the page, beneath the details.
      onPick={(input) => input.closest<HTMLElement>("[popover]")?.hidePopover()}
    />
  );
}
