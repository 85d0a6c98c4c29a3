/** Copies a text and says so for a moment. */
import { useEffect, useState } from "react";

const SHOWN_MS = 1500;

export function CopyButton(props: { text: () => string; label?: string; name?: string }) {
  const { text, label = "Copy", name } = props;
  const [result, setResult] = useState<"copied" | "refused" | null>(null);

  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text());
      setResult("copied");
    } catch {
      setResult("refused");
    }
  }

  const shown =
    result === "copied" ? "Copied" : result === "refused" ? "Not allowed" : label;
  return (
    <button
      type="button"
      className="button small plain"
      aria-label={name ? `${shown} ${name}` : undefined}
      onClick={() => void copy()}
    >
      {shown}
    </button>
  );
}
