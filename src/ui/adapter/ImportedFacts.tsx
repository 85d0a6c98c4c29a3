/** Where an adapter from elsewhere was read, and what of its files may be wrong. */
import type { AdapterSummary, ImportedFrom } from "../../shared/adapter";
import type { BaseModelRecord } from "../../shared/models";
import { baseModel, currentConversation } from "../../store/state";
import { moduleName } from "../kit/moduleName";
import { useQuantities } from "../kit/quantities";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";

export function ImportedFacts({ adapter }: { adapter: AdapterSummary }) {
  const { imported } = adapter;
  return imported ? <Facts imported={imported} adapter={adapter} /> : null;
}

/** Patterns that are named; of more it gives the number. */
const MOST_PATTERNS = 5;

function Facts(props: { imported: ImportedFrom; adapter: AdapterSummary }) {
  const { name, baseName, vainPatterns, rank, modules } = props.imported;
  const text = useText();
  const { list } = useQuantities();
  const base = useApp(baseModel);
  const isMissing = useApp((state) => isWithoutNumbers(state));
  const ours = props.adapter.baseModelId === base.id ? base : null;
  const patterns = vainPatterns.slice(0, MOST_PATTERNS).join(", ");
  const more = vainPatterns.length - MOST_PATTERNS;
  return (
    <div className="imported">
      <p className="made-from">
        {text("imported.from", { name, rank, modules: list(modules.map(moduleName)) })}{" "}
        {baseName === null
          ? text("imported.noBase")
          : text("imported.base", { base: baseName })}
      </p>
      {baseName !== null && ours && !isNamed(baseName, ours) && (
        <p className="note warning">
          {text("imported.otherBase", { theirs: baseName, ours: ours.label })}
        </p>
      )}
      {vainPatterns.length > 0 && (
        <p className="note warning">
          {text("imported.vain", { count: vainPatterns.length, patterns })}
          {more > 0 && ` ${text("imported.more", { count: more })}`}
        </p>
      )}
      {isMissing && (
        <p className="note warning" role="status">
          {text("imported.missing", { name })}
        </p>
      )}
    </div>
  );
}

/** Whether the adapter on screen is known, and its numbers are not in this browser. */
function isWithoutNumbers(state: Parameters<typeof currentConversation>[0]): boolean {
  const { adapter, isAdapterLoaded } = currentConversation(state);
  return !isAdapterLoaded && state.teaching.missing.includes(adapter?.checksum ?? "");
}

/** Whether the name that files give is the base model's, in one of the ways it is written. */
function isNamed(
  name: string,
  { label, hubId }: Pick<BaseModelRecord, "label" | "hubId">,
): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/gu, "");
  const ours = plain((hubId ?? label).split("/").at(-1)!);
  return plain(name).includes(ours) || plain(name) === plain(label);
}
