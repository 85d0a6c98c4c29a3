/** Taking the adapter along: as a .zip, as a link or its QR code, or as a model card. */
import { Suspense, useId, useState } from "react";
import { ADAPTER_FORMATS, type AdapterFormat, isMerged } from "../../shared/adapter";
import { lazyPart } from "../kit/Part";
import { hasCard } from "../../store/adapter/exportActions";
import { CopyButton } from "../kit/CopyButton";
import { saveFile } from "../kit/saveFile";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";
import { UnlinkedNotes } from "./UnlinkedNotes";

const QrCode = lazyPart(() => import("./QrCode").then(({ QrCode }) => QrCode));

const MergedNote = lazyPart(async () => (await import("./MergedNote")).MergedNote);

type MadeLink = { kind: "copied" | "refused"; address: string } | { kind: "too-large" };

export function ShareButtons() {
  const text = useText();
  const { exportAdapter, createLink, createModelCard } = useActions();
  const isCarded = useApp(hasCard);
  const [format, setFormat] = useState<AdapterFormat>("peft");
  const formatId = useId();
  const [link, setLink] = useState<MadeLink | null>(null);
  const [scanned, setScanned] = useState<string | null>(null);

  /** Address of the view, null where no link can bring it back. */
  async function viewAddress(): Promise<string | null> {
    const fragment = await createLink();
    if (fragment === null) return null;
    const address = new URL(location.href);
    address.hash = fragment;
    return address.href;
  }

  async function download(): Promise<void> {
    const card = isCarded ? await createModelCard(await viewAddress()) : null;
    const file = await exportAdapter({ format, card });
    if (file) saveFile(file);
  }

  /** Address of the view, which is also the page's own from now on; null where it is too large. */
  async function linkAddress(): Promise<string | null> {
    const fragment = await createLink();
    if (fragment === null) return null;
    history.replaceState(null, "", `#${fragment}`);
    return location.href;
  }

  async function showQr(): Promise<void> {
    const address = await linkAddress();
    if (address === null) setLink({ kind: "too-large" });
    else setScanned(address);
  }

  async function copyLink(): Promise<void> {
    const address = await linkAddress();
    if (address === null) {
      setLink({ kind: "too-large" });
      return;
    }
    const isCopied = await copied(address);
    setLink({ kind: isCopied ? "copied" : "refused", address });
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
      <div className="row share-format">
        <label htmlFor={formatId}>{text("share.format")}</label>
        <select
          id={formatId}
          className="field"
          value={format}
          onChange={(event) => setFormat(event.target.value as AdapterFormat)}
        >
          {ADAPTER_FORMATS.map((each) => (
            <option key={each} value={each}>
              {text(`share.formats.${each}`)}
            </option>
          ))}
        </select>
      </div>
      {isMerged(format) && (
        <Suspense fallback={null}>
          <MergedNote format={format} />
        </Suspense>
      )}
      <div className="row share-more">
        <CopyModelCard linkAddress={linkAddress} />
        <button
          type="button"
          className="button small plain"
          aria-expanded={scanned !== null}
          onClick={() => (scanned === null ? void showQr() : setScanned(null))}
        >
          {text(scanned === null ? "share.showQr" : "share.hideQr")}
        </button>
      </div>
      {scanned !== null && (
        <Suspense fallback={<p className="note">{text("deck.loading")}</p>}>
          <QrCode link={scanned} />
        </Suspense>
      )}
      <p className="note" role="status">
        {link?.kind === "copied" && text("share.copied", { count: link.address.length })}
        {link?.kind === "refused" && text("share.refused")}
        {link?.kind === "too-large" && text("share.tooLarge")}
      </p>
      {(link || scanned !== null) && <UnlinkedNotes />}
      {link?.kind === "refused" && (
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

/**
 * Button for the model card, only while the models that made the adapter are there to be named.
 */
function CopyModelCard({ linkAddress }: { linkAddress: () => Promise<string | null> }) {
  const text = useText();
  const { createModelCard } = useActions();
  if (!useApp(hasCard)) return null;
  const card = async () => createModelCard(await linkAddress());
  return <CopyButton text={card} label={text("share.copyCard")} />;
}

/** Whether the browser copied it; some have no clipboard for pages, and some refuse. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
