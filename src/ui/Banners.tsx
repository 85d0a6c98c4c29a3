/** What happened, what was kept, what to do: above the panels until dismissed. */
import type { ReactNode } from "react";
import type { LinkState, Notice } from "../store/state";
import { useActions, useApp } from "./storeContext";

export function NoticeBanner() {
  const notice = useApp((state) => state.notice);
  const { dismissNotice } = useActions();
  if (!notice) return null;
  return (
    <Banner
      tone={notice.kind === "recovered" ? "quiet" : "warning"}
      action={{ label: "Dismiss", run: dismissNotice }}
    >
      {noticeWords(notice)}
    </Banner>
  );
}

export function LoadFailureBanner() {
  const models = useApp((state) => state.models);
  const { load } = useActions();
  if (models.status !== "failed") return null;
  return (
    <Banner tone="warning" action={{ label: "Try again", run: () => void load() }}>
      {models.failure.message} Everything you typed is kept.
    </Banner>
  );
}

export function LinkBanner() {
  const link = useApp((state) => state.link);
  const { dismissLink } = useActions();
  if (link.status === "none") return null;
  const isAsExpected =
    link.status === "restoring" ||
    (link.status === "restored" &&
      link.adapter !== "different" &&
      link.otherModels.length === 0);
  return (
    <Banner
      tone={isAsExpected ? "quiet" : "warning"}
      action={{ label: "Dismiss", run: dismissLink }}
    >
      {linkWords(link)}
    </Banner>
  );
}

function Banner(props: {
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

function noticeWords(notice: Notice): string {
  switch (notice.kind) {
    case "device-lost":
      return (
        `The graphics device was lost (${notice.message}). Your texts and answers are kept; ` +
        "the models are being rebuilt and your adapter is put back."
      );
    case "recovered":
      return "The graphics device is back, with the models and your adapter. Carry on where you were.";
    case "failure":
      return `${notice.failure.message} ${KEPT[notice.during]}`;
    default:
      return notice satisfies never;
  }
}

const KEPT = {
  download: "The adapter itself is still here; try the download again.",
  storage: "The loaded models keep working.",
} as const;

function linkWords(link: Exclude<LinkState, { status: "none" }>): string {
  switch (link.status) {
    case "unreadable":
      return `This link could not be read. ${link.reason} The page opened without it.`;
    case "restoring":
      return "Opening a link: its texts and settings are here; the adapter is made once the models are ready.";
    case "restored":
      return [...link.otherModels, ADAPTER_WORDS[link.adapter]].join(" ");
    default:
      return link satisfies never;
  }
}

const ADAPTER_WORDS = {
  identical:
    "Opened from a link. The adapter made here is identical to the sender's: the checksums agree.",
  "same-up-to-rounding":
    "Opened from a link. The adapter made here is the sender's up to rounding on another device.",
  different:
    "The adapter made here differs from the sender's, so answers may differ too. Texts and settings are as sent.",
  absent: "Opened from a link, with its texts and settings.",
} as const;
