/** The full-width block beneath the three: tabs, each fetching its panel when first opened. */
import { type ComponentType, type KeyboardEvent, Suspense, useRef } from "react";
import { DECK_TABS, type DeckTab } from "../../store/page/deck";
import { lazyPart } from "../kit/Part";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

const PANELS: Record<DeckTab, ComponentType> = {
  check: lazyPart(async () => (await import("../check/CheckPanel")).CheckPanel),
  demos: lazyPart(async () => (await import("../demos/DemosPanel")).DemosPanel),
  inspect: lazyPart(async () => (await import("../inspect/InspectPanel")).InspectPanel),
  library: lazyPart(async () => (await import("../library/LibraryPanel")).LibraryPanel),
  variants: lazyPart(
    async () => (await import("../models/CheckpointsPanel")).CheckpointsPanel,
  ),
};

export function Deck() {
  const text = useText();
  const open = useApp((state) => state.deckTab);
  const Panel = PANELS[open];
  return (
    <section className="deck" aria-label={text("deck.name")}>
      <TabList open={open} />
      <div
        id="deck-panel"
        role="tabpanel"
        className="deck-panel"
        aria-labelledby={tabId(open)}
        tabIndex={0}
      >
        <Suspense fallback={<p className="note">{text("deck.loading")}</p>}>
          <Panel key={open} />
        </Suspense>
      </div>
    </section>
  );
}

/** Tabs with one stop for the Tab key; arrows, Home and End move and open. */
function TabList({ open }: { open: DeckTab }) {
  const text = useText();
  const { openDeckTab } = useActions();
  const list = useRef<HTMLDivElement>(null);

  function show(id: DeckTab): void {
    openDeckTab(id);
    list.current?.scrollIntoView({ block: "start" });
  }

  function move(event: KeyboardEvent): void {
    const position = DECK_TABS.indexOf(open);
    const target = {
      ArrowRight: (position + 1) % DECK_TABS.length,
      ArrowLeft: (position + DECK_TABS.length - 1) % DECK_TABS.length,
      Home: 0,
      End: DECK_TABS.length - 1,
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const id = DECK_TABS[target]!;
    show(id);
    list.current?.querySelector<HTMLElement>(`#${tabId(id)}`)?.focus();
  }

  return (
    <div
      ref={list}
      role="tablist"
      aria-label={text("deck.name")}
      className="deck-tabs"
      onKeyDown={move}
    >
      {DECK_TABS.map((id) => (
        <button
          key={id}
          id={tabId(id)}
          type="button"
          role="tab"
          className="deck-tab"
          aria-selected={id === open}
          aria-controls="deck-panel"
          tabIndex={id === open ? 0 : -1}
          onClick={() => show(id)}
        >
          {text(`deck.${id}`)}
        </button>
      ))}
    </div>
  );
}

function tabId(id: DeckTab): string {
  return `deck-tab-${id}`;
}
