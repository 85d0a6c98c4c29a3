/** Taking the adapter along: as a .zip, as a link or its QR code, or as a model card. */
import { Suspense, useId, useMemo, useState } from "react";
import { ADAPTER_FORMATS, type AdapterFormat, isMerged } from "../../shared/adapter";
import { lazyPart } from "../kit/Part";
import { keptExamples } from "../../store/examples/list";
import { linkedExamples } from "../../store/link/exampleFields";
import { untoldExamples } from "../../store/link/lessonFields";
import { hasCard } from "../../store/adapter/exportActions";
import { baseModel, currentConversation } from "../../store/state";
import { CopyButton } from "../kit/CopyButton";
import { saveFile } from "../kit/saveFile";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

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
      {(link || scanned !== null) && <UnlinkedBase />}
      {(link || scanned !== null) && <UnlinkedLesson />}
      {(link || scanned !== null) && <UnlinkedExamples />}
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

/** Note on a base model of one's own, which goes along in no link. */
function UnlinkedBase() {
  const text = useText();
  const { source, files } = useApp(baseModel);
  if (source.kind !== "own") return null;
  const [{ path: file }] = files;
  return <p className="note warning">{text("baseQuestion.unlinked", { file })}</p>;
}

/**
 * Note on what was learnt or read from files, which goes along in no link; a lesson's texts are
 * here with it.
 */
function UnlinkedLesson() {
  const text = useText();
  const adapter = useApp((state) => currentConversation(state).adapter);
  const list = useApp((state) => state.examples.list);
  const lesson = adapter?.lesson;
  const untold = useMemo(
    () => (lesson ? untoldExamples(lesson, list) : null),
    [lesson, list],
  );
  if (adapter?.blendedWith) {
    return <p className="note warning">{text("steer.mixedNoLink")}</p>;
  }
  if (adapter?.imported) {
    return <p className="note warning">{text("imported.noLink")}</p>;
  }
  if (!lesson) return null;
  const words = {
    gone: "teach.noLinkOthers",
    "too-long": "teach.noLinkLong",
    none: "teach.noLink",
  } as const;
  return <p className="note warning">{text(words[untold ?? "none"])}</p>;
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
