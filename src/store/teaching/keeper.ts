/** Keeps taught adapters and the last step of running lessons, as far as the browser can. */
import type { AdapterSummary, SavedAdapter } from "../../shared/adapter";
import type { Engine } from "../../shared/engine";
import {
  type LessonRecord,
  type LessonStorage,
  type OpenLessonStorage,
  sessionStorage,
} from "./storage";

export interface LessonKeeper {
  /** Opens the browser's own; until then, and without it, all lasts as long as the tab. */
  open(open: OpenLessonStorage): Promise<void>;
  /** Resolves whether the browser keeps it beyond this tab. */
  keep(engine: Engine, { id, checksum }: AdapterSummary): Promise<boolean>;
  read(checksum: string): Promise<SavedAdapter | null>;
  prune(checksums: ReadonlySet<string>): Promise<void>;
  /** Follows a lesson that begins now, and tells whether a step was kept beyond this tab. */
  follow(engine: Engine, onWritten: (isKept: boolean) => void): FollowedLesson;
  /** The latest lesson that was interrupted and neither gone on with nor dropped. */
  interrupted: LessonRecord | null;
}

export interface FollowedLesson {
  /** Whether its last step that was written is kept beyond this tab. */
  readonly isKept: boolean;
  /** Keeps the step that was just done, unless the one before is still being written. */
  noteStep(): void;
  /** Keeps the record as that of an interrupted lesson; resolves with its last step. */
  interrupt(): Promise<SavedAdapter | null>;
  drop(): Promise<void>;
}

export function createLessonKeeper(): LessonKeeper {
  const session = sessionStorage();
  let storage: LessonStorage = session;
  let opening: Promise<void> = Promise.resolve();

  const keeper: LessonKeeper = {
    interrupted: null,
    open(open) {
      opening = open().then(
        async (opened) => {
          storage = opened;
          const [latest] = await opened.interrupted();
          keeper.interrupted ??= latest ?? null;
        },
        // As in some private windows: what is taught lasts as long as the tab.
        () => {},
      );
      return opening;
    },
    async keep(engine, { id, checksum }) {
      const saved = await engine.saveAdapter(id);
      await opening;
      try {
        await storage.write(checksum, saved);
        return storage !== session;
      } catch {
        await session.write(checksum, saved);
        return false;
      }
    },
    async read(checksum) {
      await opening;
      const found = await storage.read(checksum).catch(() => null);
      return found ?? session.read(checksum);
    },
    prune: (checksums) => storage.prune(checksums).catch(() => {}),
    follow(engine, onWritten) {
      let isOfTab = storage === session;
      let isKept = false;
      let record = storage.begin();
      let writing: Promise<void> | null = null;
      let isBehind = false;
      async function write(): Promise<void> {
        try {
          do {
            isBehind = false;
            const saved = await engine.saveLesson();
            if (!saved) return;
            await put(saved);
          } while (isBehind);
        } catch {
          // A step that is not kept is one more to repeat.
        } finally {
          writing = null;
        }
      }
      async function put(saved: SavedAdapter): Promise<void> {
        try {
          await record.write(saved);
        } catch {
          // No room: the last step lasts as long as the tab.
          await record.drop().catch(() => {});
          isOfTab = true;
          record = session.begin();
          await record.write(saved);
        }
        isKept = !isOfTab;
        onWritten(isKept);
      }
      return {
        get isKept() {
          return isKept;
        },
        noteStep() {
          isBehind = true;
          writing ??= write();
        },
        async interrupt() {
          await writing;
          const saved = await record.read().catch(() => null);
          if (saved) keeper.interrupted = record;
          else await record.drop().catch(() => {});
          return saved;
        },
        async drop() {
          await writing;
          await record.drop().catch(() => {});
        },
      };
    },
  };
  return keeper;
}
