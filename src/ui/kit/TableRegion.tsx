/** A table that scrolls within the page: named, and reachable by keyboard. */
import type { ReactNode } from "react";

/** "wide" scrolls sideways, "tall" downwards. */
const CLASSES = { wide: "wide-table", tall: "table-scroll" } as const;

export function TableRegion(props: {
  label: string;
  scrolls: keyof typeof CLASSES;
  children: ReactNode;
}) {
  const { label, scrolls, children } = props;
  return (
    <div className={CLASSES[scrolls]} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
