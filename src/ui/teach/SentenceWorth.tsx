/** What a sentence is worth: right answers over the examples taught, by what a lesson begins with. */
import { Suspense, useState } from "react";
import { lazyPart } from "../kit/Part";
import { useText } from "../text/translation";

const WorthCurve = lazyPart(async () => (await import("./WorthCurve")).WorthCurve);

export function SentenceWorth() {
  const text = useText();
  const [wasOpened, setOpened] = useState(false);
  return (
    <details
      className="disclosure"
      onToggle={({ currentTarget }) => currentTarget.open && setOpened(true)}
    >
      <summary>{text("teach.worth")}</summary>
      {wasOpened && (
        <Suspense fallback={<div className="worth-room" />}>
          <WorthCurve />
        </Suspense>
      )}
    </details>
  );
}
