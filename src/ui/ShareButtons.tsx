/** Taking the adapter along: as a .zip, or as a link to this view. */
import { useState } from "react";
import { saveFile } from "./saveFile";
import { useActions } from "./storeContext";
import { useText } from "./translation";

export function ShareButtons() {
  const text = useText();
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
          {text("share.download")}
        </button>
        <button type="button" className="button" onClick={() => void copyLink()}>
          {text("share.copyLink")}
        </button>
      </div>
      <p className="note" role="status">
        {link?.isCopied && text("share.copied", { count: link.address.length })}
        {link && !link.isCopied && text("share.refused")}
      </p>
      {link && !link.isCopied && (
        <input
          className="field"
          aria-label={text("share.link")}
          readOnly
          value={link.address}
          onFocus={(event) => event.target.select()}
        />
      )}
    </div>
  );
}
