/** The page: describe on the left, the adapter in the middle, both answers on the right, the deck below. */
import { AdapterPanel } from "./AdapterPanel";
import { ChatPanel } from "./ChatPanel";
import { Deck } from "./Deck";
import { DescriptionPanel } from "./DescriptionPanel";
import { Header } from "./Header";
import { LinkBanner, LoadFailureBanner, NoticeBanner } from "./Banners";
import { useApp } from "./storeContext";
import { useStopKey } from "./useStopKey";

export function App() {
  useStopKey();
  return (
    <div className="page">
      <Header />
      <LoadFailureBanner />
      <NoticeBanner />
      <LinkBanner />
      <main>
        <div className="panels">
          <DescriptionPanel />
          <AdapterPanel />
          <ChatPanel />
        </div>
        <Deck />
      </main>
      <Announcement />
    </div>
  );
}

/** Tells screen readers what has finished; never a token at a time. */
function Announcement() {
  const announcement = useApp((state) => state.announcement);
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {announcement}
    </p>
  );
}
