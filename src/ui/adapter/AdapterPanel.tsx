/** Middle block: the adapter as numbers, how strongly it is applied, and taking it along. */
import { Suspense } from "react";
import { lazyPart } from "../kit/Part";
import { Trans } from "react-i18next";
import type { AdapterSummary, Blend, LaterBlend } from "../../shared/adapter";
import type { DescriptionLength } from "../../shared/description";
import { OPENING_DEMO } from "../../tasks/firstDemos";
import {
  type AppState,
  baseModel,
  currentConversation,
  loadedModels,
} from "../../store/state";
import { DemoRight } from "../kit/DemoRight";
import { AdapterNorms } from "./AdapterNorms";
import { moduleName } from "../kit/moduleName";
import { OtherBaseNote } from "./OtherBaseNote";
import { Scope } from "./Scope";
import { Strength } from "./Strength";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

const ShareButtons = lazyPart(async () => (await import("./ShareButtons")).ShareButtons);

const TeachPart = lazyPart(async () => (await import("../teach/TeachPart")).TeachPart);

const ImportAdapter = lazyPart(
  async () => (await import("../files/ImportAdapter")).ImportAdapter,
);

const ImportedFacts = lazyPart(
  async () => (await import("./ImportedFacts")).ImportedFacts,
);

const RecentAdapters = lazyPart(
  async () => (await import("./RecentAdapters")).RecentAdapters,
);

const adapterOnScreen = (state: AppState) => currentConversation(state).adapter;

export function AdapterPanel() {
  const text = useText();
  const adapter = useApp(adapterOnScreen);
  const hasEntries = useApp(({ library }) => library.entries.length > 0);
  const isTeachShown = useApp(
    ({ examples, teaching }) =>
      examples.list.length > 0 ||
      teaching.run.status !== "idle" ||
      teaching.interrupted !== null,
  );
  return (
    <section className="panel adapter" aria-labelledby="adapter-heading">
      <h2 id="adapter-heading" className="heading">
        {text("adapter.heading")}
      </h2>
      {adapter ? <Adapter adapter={adapter} /> : <NoAdapter />}
      {isTeachShown && !adapter && <Teach />}
      <Suspense fallback={<div className="import-room" />}>
        <ImportAdapter />
      </Suspense>
      {hasEntries && (
        <Suspense fallback={null}>
          <RecentAdapters />
        </Suspense>
      )}
    </section>
  );
}

function Adapter({ adapter }: { adapter: AdapterSummary }) {
  return (
    <>
      <OtherBaseNote />
      {adapter.description !== "" && (
        <p className="made-from" dir="auto">
          {adapter.description}
        </p>
      )}
      {adapter.imported && (
        <Suspense fallback={null}>
          <ImportedFacts adapter={adapter} />
        </Suspense>
      )}
      <UnreadPart length={adapter.lengths?.[0]} />
      {adapter.blend && <BlendNote blend={adapter.blend} />}
      <UnreadPart length={adapter.lengths?.[1]} />
      {adapter.blendedWith?.map((later, index) => (
        <MixedNote key={index} {...later} />
      ))}
      <AdapterNorms key={adapter.checksum} norms={adapter.norms} />
      <Teach />
      <Facts adapter={adapter} />
      <Strength />
      <Scope adapter={adapter} />
      <Suspense fallback={<div className="share-room" />}>
        <ShareButtons />
      </Suspense>
    </>
  );
}

function UnreadPart({ length }: { length: DescriptionLength | undefined }) {
  const text = useText();
  if (!length || length.read >= length.tokens) return null;
  const { tokens, read } = length;
  return <p className="note warning">{text("adapter.readPart", { tokens, read })}</p>;
}

function Teach() {
  return (
    <Suspense fallback={<div className="teach-room" />}>
      <TeachPart />
    </Suspense>
  );
}

function BlendNote({ blend }: { blend: Blend }) {
  const text = useText();
  const second = Math.round(100 * blend.position);
  return (
    <p className="made-from" dir="auto">
      {text("steer.blended", {
        first: 100 - second,
        second,
        description: blend.description,
      })}{" "}
      <span className="figure">
        {text(blend.space === "weights" ? "steer.blendedWeights" : "steer.blendedBy")}
      </span>
    </p>
  );
}

function MixedNote({ description, position }: LaterBlend) {
  const text = useText();
  const second = Math.round(100 * position);
  return (
    <p className="made-from" dir="auto">
      {text("steer.mixed", { second, description })}
    </p>
  );
}

function Facts({ adapter }: { adapter: AdapterSummary }) {
  const text = useText();
  const { count, milliseconds, list } = useQuantities();
  const { timings, parameters, checksum, lesson } = adapter;
  return (
    <dl className="facts">
      <dt>{text("adapter.numbers")}</dt>
      <dd className="figure">{count(parameters)}</dd>
      <dt>{text("adapter.rank")}</dt>
      <dd>
        {modulesByRank(adapter).map(([rank, modules]) => (
          <div key={rank}>
            <Trans
              t={text}
              i18nKey="adapter.rankFacts"
              values={{ rank, modules: list(modules.map(moduleName)) }}
              components={{ figure: <span className="figure" /> }}
            />
          </div>
        ))}
      </dd>
      {!lesson && adapter.imported && (
        <>
          <dt>{text("adapter.read")}</dt>
          <dd className="figure">{milliseconds(timings.generateMs)}</dd>
        </>
      )}
      {!lesson && !adapter.imported && (
        <>
          <dt>{text("adapter.encode")}</dt>
          <dd className="figure">{milliseconds(timings.encodeMs)}</dd>
          <dt>{text("adapter.generate")}</dt>
          <dd className="figure">{milliseconds(timings.generateMs)}</dd>
          <dt>{text("adapter.upload")}</dt>
          <dd className="figure">{milliseconds(timings.uploadMs)}</dd>
        </>
      )}
      <dt>{text("adapter.checksum")}</dt>
      <dd className="figure checksum" title={checksum}>
        {checksum.slice(0, 16)}
      </dd>
    </dl>
  );
}

/** Modules by rank, the largest first. */
function modulesByRank(adapter: AdapterSummary): [rank: number, modules: string[]][] {
  const lower = new Map(adapter.lowerRanks.map(({ module, rank }) => [module, rank]));
  const found = new Map<number, string[]>();
  for (const module of adapter.targetModules) {
    const rank = lower.get(module) ?? adapter.rank;
    found.set(rank, [...(found.get(rank) ?? []), module]);
  }
  return [...found].sort(([one], [other]) => other - one);
}

function NoAdapter() {
  const text = useText();
  const { runDemo } = useActions();
  const isLoaded = useApp((state) => loadedModels(state) !== null);
  const model = useApp((state) => baseModel(state).name);
  return (
    <div className="no-adapter">
      <svg className="ghost-bars" viewBox="0 0 120 24" aria-hidden="true">
        {Array.from({ length: 30 }, (_, layer) => {
          const height = 5 + 9 * Math.abs(Math.sin(layer / 4.2));
          return (
            <rect key={layer} x={layer * 4} y={24 - height} width="3" height={height} />
          );
        })}
      </svg>
      <p>{text(isLoaded ? "adapter.emptyReady" : "adapter.emptyLoading", { model })}</p>
      <button type="button" className="button" onClick={() => void runDemo(OPENING_DEMO)}>
        {text("adapter.showMe", { demo: text(`demo.${OPENING_DEMO.task}`) })}
        <DemoRight task={OPENING_DEMO.task} />
      </button>
    </div>
  );
}
