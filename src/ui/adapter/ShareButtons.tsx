/** Taking the adapter along: as a .zip, as a link or its QR code, or as a model card. */
import { Suspense, lazy, useId, useState } from "react";
import { ADAPTER_FORMATS, type AdapterFormat } from "../../shared/adapter";
import { keptExamples } from "../../store/examples/list";
import { linkedExamples } from "../../store/link/exampleFields";
import { currentConversation, loadedModels } from "../../store/state";
import { CopyButton } from "../kit/CopyButton";
import { saveFile } from "../kit/saveFile";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

const QrCode = lazy(() =>
  import("./QrCode").then((module) => ({ default: module.QrCode })),
);

export function ShareButtons() {
  const text = useText();
  const { exportAdapter, createLink, createModelCard } = useActions();
  const hasCard = useHasCard();
  const [format, setFormat] = useState<AdapterFormat>("peft");
  const formatId = useId();
  const [link, setLink] = useState<{ address: string; isCopied: boolean } | null>(null);
  const [scanned, setScanned] = useState<string | null>(null);

  async function download(): Promise<void> {
    const address = new URL(location.href);
    if (hasCard) address.hash = await createLink();
    const card = hasCard ? await createModelCard(address.href) : null;
    const file = await exportAdapter({ format, card });
    if (file) saveFile(file);
  }

  /** Address of the view, which is also the page's own from now on. */
  async function linkAddress(): Promise<string> {
    const fragment = await createLink();
    history.replaceState(null, "", `#${fragment}`);
    return location.href;
  }

  async function copyLink(): Promise<void> {
    const address = await linkAddress();
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
      <div className="row share-more">
        <CopyModelCard linkAddress={linkAddress} />
        <button
          type="button"
          className="button small plain"
          aria-expanded={scanned !== null}
          onClick={() =>
            scanned === null ? void linkAddress().then(setScanned) : setScanned(null)
          }
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
        {link?.isCopied && text("share.copied", { count: link.address.length })}
        {link && !link.isCopied && text("share.refused")}
      </p>
      {(link || scanned !== null) && <UnlinkedExamples />}
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

/** Note on a list that is too long for the link, and goes along as a file. */
function UnlinkedExamples() {
  const text = useText();
  const count = useApp(
    (state) => linkedExamples(keptExamples(currentConversation(state).examples)).missing,
  );
  const { exportExamples } = useActions();
  if (count === 0) return null;
  return (
    <p className="note warning">
      {text("examples.unlinked", { count })}{" "}
      <button
        type="button"
        className="button small"
        onClick={() => void exportExamples().then(saveFile)}
      >
        {text("examples.save")}
      </button>
    </p>
  );
}

/** Whether the models that made the adapter are there to be named in its card. */
function useHasCard(): boolean {
  const adapter = useApp((state) => currentConversation(state).adapter);
  const loaded = useApp(loadedModels);
  return adapter !== null && loaded?.hypernetwork?.id === adapter.hypernetworkId;
}

/**
 * Button for the model card, only while the models that made the adapter are there to be named.
 */
function CopyModelCard({ linkAddress }: { linkAddress: () => Promise<string> }) {
  const text = useText();
  const { createModelCard } = useActions();
  if (!useHasCard()) return null;
  const card = async () => createModelCard(await linkAddress());
  return <CopyButton text={card} label={text("share.copyCard")} />;
}
