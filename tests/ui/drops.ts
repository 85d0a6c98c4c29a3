/** Drops a file or a link on an element; whether the browser is kept from opening it. */
export function isDropKept(target: Element, fill: (data: DataTransfer) => void): boolean {
  const dataTransfer = new DataTransfer();
  fill(dataTransfer);
  const drop = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
  target.dispatchEvent(drop);
  return drop.defaultPrevented;
}

/** The same for a file that is dropped on the page beside every field. */
export function isFileDropKept(): boolean {
  return isDropKept(document.body, (data) => {
    data.items.add(new File(["in\tout"], "pairs.tsv"));
  });
}
