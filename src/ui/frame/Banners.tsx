/** Banners above the panels until dismissed: what happened, what was kept, what to do. */
import type { ReactNode } from "react";
import type { LinkState, UnreadableLink } from "../../store/link/state";
import type { Notice } from "../../store/page/state";
import { failureWords } from "../kit/failureWords";
import { useReload } from "../kit/Part";
import { useActions, useApp } from "../storeContext";
import { type Text, useText } from "../text/translation";

export function NoticeBanner() {
  const text = useText();
  const notice = useApp((state) => state.notice);
  const { dismissNotice } = useActions();
  if (!notice) return null;
  return (
    <Banner
      tone={notice.kind === "recovered" ? "quiet" : "warning"}
      action={{ label: text("banner.dismiss"), run: dismissNotice }}
    >
      {noticeWords(text, notice)}
    </Banner>
  );
}

/** The link in the address brings the view back in the new version. */
export function UpdateBanner() {
  const text = useText();
  const isUpdateReady = useApp((state) => state.offline.isUpdateReady);
  const { applyUpdate } = useActions();
  const { loses, reload } = useReload(applyUpdate);
  if (!isUpdateReady) return null;
  return (
    <Banner
      tone="quiet"
      action={{ label: text("banner.reload"), run: () => void reload() }}
    >
      {text(loses ? "banner.reloadLoses" : "banner.update")}
    </Banner>
  );
}

export function LoadFailureBanner() {
  const text = useText();
  const models = useApp((state) => state.models);
  const { load } = useActions();
  if (models.status !== "failed") return null;
  return (
    <Banner
      tone="warning"
      action={{ label: text("banner.tryAgain"), run: () => void load() }}
    >
      {failureWords(text, models.failure)} {text("banner.typedIsKept")}
    </Banner>
  );
}

export function LinkBanner() {
  const text = useText();
  const link = useApp((state) => state.link);
  const { dismissLink } = useActions();
  if (link.status === "none") return null;
  const isAsExpected =
    link.status === "restoring" ||
    (link.status === "restored" &&
      link.adapter !== "different" &&
      link.adapter !== "unmade" &&
      link.otherModels.length === 0);
  return (
    <Banner
      tone={isAsExpected ? "quiet" : "warning"}
      action={{ label: text("banner.dismiss"), run: dismissLink }}
    >
      {linkWords(text, link)}
    </Banner>
  );
}

export function Banner(props: {
  tone: "quiet" | "warning";
  action: { label: string; run: () => void };
  children: ReactNode;
}) {
  const { tone, action, children } = props;
  return (
    <div className={`banner ${tone}`} role={tone === "warning" ? "alert" : "status"}>
      <p>{children}</p>
      <button type="button" className="button small" onClick={action.run}>
        {action.label}
      </button>
    </div>
  );
}

function noticeWords(text: Text, notice: Notice): string {
  switch (notice.kind) {
    case "device-lost":
      return text("banner.deviceLost", {
        detail: notice.reason || text("banner.noReason"),
      });
    case "recovered":
      return text("banner.recovered");
    case "part-failed":
      return text("banner.partFailed");
    case "on-processor":
      return text("banner.onProcessor", { why: failureWords(text, notice.failure) });
    case "unknown-files":
    case "unread-files":
    case "left-out":
      return text(`files.${notice.kind}`, { names: nameWords(notice.names) });
    case "failure":
      return `${failureWords(text, notice.failure)} ${text(KEPT[notice.during])}`;
    default:
      return notice satisfies never;
  }
}

const KEPT = {
  download: "banner.keptAfterDownload",
  storage: "banner.modelsStay",
  base: "banner.modelsStay",
  import: "files.nothingChanged",
} as const;

/** Names that a sentence shows; of more it shows the first and that there are others. */
const MOST_NAMES = 3;

function nameWords(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return names.length > MOST_NAMES ? `${shown}, …` : shown;
}

function linkWords(text: Text, link: Exclude<LinkState, { status: "none" }>): string {
  switch (link.status) {
    case "unreadable":
      return text("link.unreadable", { reason: reasonWords(text, link.reason) });
    case "restoring":
      return text("link.restoring");
    case "restored":
      if (link.missingBase !== undefined) {
        return text("link.missingBase", { sha256: link.missingBase.slice(0, 12) });
      }
      return [
        ...link.otherModels.map(({ theirs, ours }) =>
          theirs === ours
            ? text("link.otherVersion", { ours })
            : text("link.otherModel", { theirs, ours: ours ?? text("link.noModel") }),
        ),
        text(ADAPTERS[link.adapter]),
      ].join(" ");
    default:
      return link satisfies never;
  }
}

function reasonWords(text: Text, reason: UnreadableLink): string {
  switch (reason.kind) {
    case "too-long":
      return text("link.tooLong");
    case "incomplete":
      return text("link.incomplete");
    case "damaged":
      return text("link.damaged");
    case "other-format":
      return text("link.otherFormat", { found: reason.found, known: reason.known });
    default:
      return reason satisfies never;
  }
}

const ADAPTERS = {
  identical: "link.identical",
  "same-up-to-rounding": "link.rounded",
  different: "link.different",
  absent: "link.absent",
  untaught: "link.untaught",
  unmade: "link.unmade",
} as const;
