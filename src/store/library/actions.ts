/** Actions on the adapters that are kept; keeping them happens by itself. */
import type { ExportedFile } from "../../shared/engine";
import type { ActionContext } from "../actionContext";
import type { LibraryEntry } from "./entry";
import { createLibraryKeeping } from "./keeping";
import { neededBase } from "./neededBase";
import { openedConversation } from "./opening";
import { joinedTurns, mergeEntries, rebased } from "./revisions";
import type { LibraryState } from "./state";
import type { LibraryStorage, OpenLibraryStorage } from "./storage";
import { LONGEST_ENTRY_NAME } from "../limits";
import { compareSketches } from "../adapter/sketch";
import type { EarlierActions } from "../adapter/earlierActions";
import type { SettingActions } from "../chat/settingActions";
import type { BaseQuestionActions } from "../models/baseQuestion";
import type { AppState } from "../state";

export interface LibraryActions {
  /** Reads the kept entries, and from then on keeps every adapter. Never rejects. */
  openLibrary(open: OpenLibraryStorage): Promise<void>;
  nameEntry(id: string, name: string): void;
  pinEntry(id: string, isPinned: boolean): void;
  removeEntry(id: string): void;
  /** Puts back the entry that was removed last. */
  undoRemove(): void;
  /** Makes the adapter again and shows what was asked of it. */
  openEntry(id: string): Promise<void>;
  exportLibrary(): Promise<ExportedFile>;
  /** Adds a file's entries; those that are here already are merged. */
  importLibrary(text: string): Promise<void>;
}

type Needs = Pick<EarlierActions, "openKept"> &
  Pick<BaseQuestionActions, "needBase"> &
  Pick<SettingActions, "setStrength">;

/** Rest of the keys after which an example that is typed is written down. */
const TYPING_REST_MS = 500;

/** A browser that has not opened its database after this may never do so. */
const LONGEST_OPENING_MS = 10_000;

export function createLibraryActions({
  store,
  work,
  actions,
}: ActionContext<Needs>): LibraryActions {
  let storage: LibraryStorage | null = null;
  let isWatching = false;
  const keeping = createLibraryKeeping(Date.now);
  /** Each entry that this tab shows, as it last read or wrote it. */
  const bases = new Map<string, LibraryEntry>();
  let saves = 0;

  const library = () => store.getState().library;
  const entryOf = (id: string) => library().entries.find((entry) => entry.id === id);

  function change(part: Partial<LibraryState>): void {
    store.setState({ library: { ...library(), ...part } });
  }

  /** Shows the entries and writes them down; without room they last as long as the tab. */
  function save(entries: readonly LibraryEntry[]): void {
    const ids = new Set(entries.map(({ id }) => id));
    const others = library().entries.filter(({ id }) => !ids.has(id));
    saves += 1;
    change({ entries: [...others, ...entries] });
    storage
      ?.put(entries, (id) => bases.get(id) ?? null)
      .then(
        (written) => {
          entries.forEach((entry, index) => noteWritten(entry, written[index]!));
          if (library().status === "full") change({ status: "ready" });
        },
        () => library().status === "ready" && change({ status: "full" }),
      );
  }

  /** Shows what other tabs had added; an entry that has changed since is yet to be written. */
  function noteWritten(entry: LibraryEntry, written: LibraryEntry): void {
    // One that was removed meanwhile is known no longer.
    if (!entryOf(entry.id)) return;
    const isShown = library().entries.includes(entry);
    bases.set(entry.id, isShown ? written : entry);
    if (!isShown || written === entry) return;
    change({ entries: library().entries.map((one) => (one === entry ? written : one)) });
  }

  function drop(id: string): void {
    saves += 1;
    bases.delete(id);
    change({ entries: library().entries.filter((entry) => entry.id !== id) });
    // An entry that cannot be removed now was never written, or is there again on the next
    // visit.
    storage?.remove(id).catch(() => {});
  }

  function edit(id: string, part: Partial<LibraryEntry>): void {
    const entry = entryOf(id);
    if (entry) save([{ ...entry, ...part, changedAt: Date.now() }]);
  }

  function keep(state: AppState): void {
    const { changed, replaced } = keeping.collect(state);
    if (changed.length > 0) save(changed);
    for (const id of replaced) drop(id);
  }

  async function readAll(): Promise<void> {
    let entries: LibraryEntry[];
    let before: number;
    do {
      if (!storage) return;
      before = saves;
      entries = await storage.all();
      // What was read while this tab wrote lacks what it wrote.
    } while (before !== saves);
    const shown = entries.map(withUnwritten);
    bases.clear();
    for (const entry of entries) bases.set(entry.id, entry);
    const ids = new Set(entries.map(({ id }) => id));
    const unwritten =
      library().status === "full"
        ? library().entries.filter(({ id }) => !ids.has(id))
        : [];
    change({ entries: [...shown, ...unwritten] });
  }

  /** The entry as it is stored, with what this tab found no room for. */
  function withUnwritten(stored: LibraryEntry): LibraryEntry {
    const here = entryOf(stored.id);
    const base = bases.get(stored.id) ?? null;
    return here && here !== base ? rebased(base, stored, here) : stored;
  }

  function withKept(entry: LibraryEntry): LibraryEntry {
    const here = entryOf(entry.id);
    return here ? mergeEntries(here, entry) : entry;
  }

  /** Each change of what is kept; nothing before the kept entries have been read. */
  function watch(): void {
    if (isWatching) return;
    isWatching = true;
    let rest: ReturnType<typeof setTimeout> | undefined;
    keep(store.getState());
    store.subscribe((state, previous) => {
      if (isTyping(state, previous)) {
        clearTimeout(rest);
        rest = setTimeout(() => keep(store.getState()), TYPING_REST_MS);
      } else if (
        state.conversations !== previous.conversations ||
        state.answering !== previous.answering ||
        state.strength !== previous.strength ||
        state.teaching.scores !== previous.teaching.scores
      ) {
        clearTimeout(rest);
        keep(state);
      }
    });
  }

  return {
    async openLibrary(open) {
      const late = setTimeout(() => {
        if (library().status !== "opening") return;
        change({ status: "session" });
        watch();
      }, LONGEST_OPENING_MS);
      try {
        storage = await open({
          onChange: () => void readAll(),
          onOutdated() {
            storage?.close();
            storage = null;
            change({ status: "outdated" });
          },
          onBlocked: () => change({ status: "blocked" }),
        });
        const ofThisTab = library().entries;
        await readAll();
        change({ status: "ready" });
        if (ofThisTab.length > 0) save(ofThisTab.map(withKept));
      } catch {
        change({ status: "session" });
      }
      clearTimeout(late);
      watch();
    },
    nameEntry: (id, name) => edit(id, { name: name.slice(0, LONGEST_ENTRY_NAME) }),
    pinEntry: (id, isPinned) => edit(id, { isPinned }),
    removeEntry(id) {
      const entry = entryOf(id);
      if (!entry) return;
      keeping.withhold(id);
      drop(id);
      change({ removed: entry, report: { kind: "none" } });
    },
    undoRemove() {
      const { removed } = library();
      if (!removed) return;
      keeping.allow(removed.id);
      change({ removed: null });
      save([withKept(removed)]);
    },
    async openEntry(id) {
      const entry = entryOf(id);
      if (!entry || work.has("answer")) return;
      const needed = neededBase(entry, store.getState());
      if (needed.kind !== "known") {
        change({ report: needed });
        return;
      }
      change({ report: { kind: "none" } });
      if (!(await actions.needBase({ ...needed.question, by: "library" }))) {
        change({ report: { kind: "declined" } });
        return;
      }
      // What was typed last is of the entry before it is shown.
      if (isWatching) keep(store.getState());
      const shown = entryOf(id) ?? entry;
      const { checksum, score } = shown.adapter;
      if (score) {
        store.setState(({ teaching }) => ({
          teaching: { ...teaching, scores: { ...teaching.scores, [checksum]: score } },
        }));
      }
      keeping.show(id);
      const kept = openedConversation(shown, store.getState());
      const adapter = await actions.openKept(kept, shown.strength);
      if (!adapter) return;
      const verdict =
        adapter.checksum === shown.adapter.checksum
          ? "identical"
          : compareSketches(shown.adapter.sketch, adapter.sketch);
      change({ report: { kind: "opened", adapter: verdict } });
    },
    async exportLibrary() {
      const { writeLibraryFile } = await import("./file");
      return writeLibraryFile(library().entries, Date.now());
    },
    async importLibrary(text) {
      const { readLibraryFile } = await import("./file");
      const read = readLibraryFile(text);
      if (read.status === "unreadable") {
        change({ report: { kind: "unreadable", reason: read.reason } });
        return;
      }
      let merged = 0;
      const arrived = new Map<string, LibraryEntry>();
      for (const entry of read.entries) {
        const here = arrived.get(entry.id) ?? entryOf(entry.id);
        if (here) merged += 1;
        const turns = joinedTurns(entry.turns, keeping.admit(entry.id));
        arrived.set(entry.id, here ? mergeEntries(here, entry) : { ...entry, turns });
      }
      save([...arrived.values()]);
      const { refused, entries } = read;
      const added = entries.length - merged;
      change({ report: { kind: "imported", added, merged, refused } });
    },
  };
}

/** Whether all that has changed is an example that is being typed. */
function isTyping({ examples }: AppState, previous: AppState): boolean {
  return (
    examples.list !== previous.examples.list &&
    examples.list.length === previous.examples.list.length &&
    (examples.lastChange?.startsWith("edit") ?? false)
  );
}
