/**
 * The page: describe on the left, the adapter in the middle, the answers on the right, the deck
 * below.
 */
import { AdapterPanel } from "./adapter/AdapterPanel";
import { Announcement } from "./frame/Announcement";
import { ChatPanel } from "./chat/ChatPanel";
import { DropTarget } from "./files/DropTarget";
import { Deck } from "./frame/Deck";
import { DescriptionPanel } from "./describe/DescriptionPanel";
import { Header } from "./frame/Header";
import {
  LinkBanner,
  LoadFailureBanner,
  NoticeBanner,
  UpdateBanner,
} from "./frame/Banners";
import { MemoryBanner } from "./frame/MemoryBanner";
import { BaseQuestionBanner } from "./models/BaseQuestionBanner";
import { OwnBaseBanner } from "./models/OwnBaseBanner";
import { Part } from "./kit/Part";
import { Tour } from "./frame/Tour";
import { useDocumentLanguage } from "./frame/useDocumentLanguage";
import { useStopKey } from "./frame/useStopKey";

export function App() {
  useDocumentLanguage();
  useStopKey();
  return (
    <div className="page">
      <Header />
      <UpdateBanner />
      <MemoryBanner />
      <OwnBaseBanner />
      <BaseQuestionBanner />
      <LoadFailureBanner />
      <NoticeBanner />
      <LinkBanner />
      <Tour />
      <main>
        <div className="panels">
          <Part>
            <DescriptionPanel />
          </Part>
          <Part>
            <AdapterPanel />
          </Part>
          <Part>
            <ChatPanel />
          </Part>
        </div>
        <Part>
          <Deck />
        </Part>
      </main>
      <Announcement />
      <DropTarget />
    </div>
  );
}
