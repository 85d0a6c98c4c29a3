/** Taking the adapter along: as a .zip, or as a link to this view. */
import { useState } from "react";
import { saveFile } from "./saveFile";
import { useActions } from "./storeContext";

export function ShareButtons() {
  const { exportAdapter, createLink } = useActions();
  const [link, setLink] = useState<{ address: string; isCopied: boolean } | null>(null);

  async function download(): Promise<void> {
    const file = await exportAdapter();
    if (file) saveFile(file);
  }

  async function copyLink(): Promise<void> {
    const fragment = await createLink();
    history.replaceState(null, "", `#${fragment}`);
    const address = location.href;
    const isCopied = await navigator.clipboard.writeText(address).then(
      () => true,
      () => false,
    );
    setLink({ address, isCopied });
  }

  return (
    <div className="share">
      <div className="row">
        <button type="button" className="button" onClick={() => void download()}>
          Download .zip
        </button>
        <button type="button" className="button" onClick={() => void copyLink()}>
          Copy link
        </button>
      </div>
      <p className="note" role="status">
        {link?.isCopied &&
          `Copied: ${link.address.length} characters, everything in the link itself.`}
        {link && !link.isCopied && "The browser did not allow copying; here is the link:"}
      </p>
      {link && !link.isCopied && (
        <input
          className="field"
          aria-label="Link to this view"
          readOnly
          value={link.address}
          onFocus={(event) => event.target.select()}
        />
      )}
    </div>
  );
}
