/** Copies a text and says so for a moment. */
import { useEffect, useState } from "react";
import { useText } from "../text/translation";

const SHOWN_MS = 1500;

export function CopyButton(props: {
  text: () => string | Promise<string>;
  label?: string;
  name?: string;
}) {
  const { text, label, name } = props;
  const words = useText();
  const [result, setResult] = useState<"copied" | "refused" | null>(null);

  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(await text());
      setResult("copied");
    } catch {
      setResult("refused");
    }
  }

  return (
    <button
      type="button"
      className="button small plain"
      aria-label={name ? words(`copy.${result ?? "copy"}Named`, { name }) : undefined}
      onClick={() => void copy()}
    >
      {result === null && label ? label : words(`copy.${result ?? "copy"}`)}
    </button>
  );
}
