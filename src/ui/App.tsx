/** The page: describe on the left, the adapter in the middle, both answers on the right, the deck below. */
import { AdapterPanel } from "./AdapterPanel";
import { Announcement } from "./Announcement";
import { ChatPanel } from "./ChatPanel";
import { Deck } from "./Deck";
import { DescriptionPanel } from "./DescriptionPanel";
import { Header } from "./Header";
import { LinkBanner, LoadFailureBanner, NoticeBanner, UpdateBanner } from "./Banners";
import { MemoryBanner } from "./MemoryBanner";
import { Tour } from "./Tour";
import { useDocumentLanguage } from "./useDocumentLanguage";
import { useStopKey } from "./useStopKey";

export function App() {
  useDocumentLanguage();
  useStopKey();
  return (
    <div className="page">
      <Header />
      <UpdateBanner />
      <MemoryBanner />
      <LoadFailureBanner />
      <NoticeBanner />
      <LinkBanner />
      <Tour />
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
