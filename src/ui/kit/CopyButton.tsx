/** Copies a text and says so for a moment; where the browser refuses, the text is shown. */
import { useEffect, useState } from "react";
import { useText } from "../text/translation";

const SHOWN_MS = 1500;

type CopyResult = { kind: "copied" } | { kind: "refused"; text: string };

export function CopyButton(props: {
  text: () => string | Promise<string>;
  label?: string;
  name?: string;
}) {
  const { text, label, name } = props;
  const words = useText();
  const [result, setResult] = useState<CopyResult | null>(null);
  const kind = result?.kind ?? "copy";

  useEffect(() => {
    if (result?.kind !== "copied") return;
    const timer = setTimeout(() => setResult(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);

  async function copy(): Promise<void> {
    const copied = await text();
    try {
      await navigator.clipboard.writeText(copied);
      setResult({ kind: "copied" });
    } catch {
      setResult({ kind: "refused", text: copied });
    }
  }

  return (
    <>
      <button
        type="button"
        className="button small plain"
        aria-label={name ? words(`copy.${kind}Named`, { name }) : undefined}
        onClick={() => void copy()}
      >
        {result === null && label ? label : words(`copy.${kind}`)}
      </button>
      {result?.kind === "refused" && (
        <RefusedText text={result.text} onClose={() => setResult(null)} />
      )}
    </>
  );
}

/** The text to be copied by hand, already marked. */
function RefusedText(props: { text: string; onClose: () => void }) {
  const words = useText();
  return (
    <div className="copy-by-hand">
      <label>
        <span className="note">{words("copy.byHand")}</span>
        <textarea
          className="field"
          rows={4}
          readOnly
          dir="auto"
          value={props.text}
          ref={(field) => field?.select()}
        />
      </label>
      <button type="button" className="button small plain" onClick={props.onClose}>
        {words("copy.close")}
      </button>
    </div>
  );
}
