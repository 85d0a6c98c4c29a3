/** Middle block: the adapter as numbers, how strongly it is applied, and taking it along. */
import type { AdapterSummary } from "../shared/engine";
import { EXAMPLES } from "../store/examples";
import { type AppState, currentConversation, loadedModels } from "../store/state";
import { AdapterHistory } from "./AdapterHistory";
import { AdapterNorms } from "./AdapterNorms";
import { ShareButtons } from "./ShareButtons";
import { Strength } from "./Strength";
import { count, milliseconds } from "./quantities";
import { useActions, useApp } from "./storeContext";

const adapterOnScreen = (state: AppState) => currentConversation(state).adapter;

export function AdapterPanel() {
  const adapter = useApp(adapterOnScreen);
  return (
    <section className="panel adapter" aria-labelledby="adapter-heading">
      <h2 id="adapter-heading" className="heading">
        Your adapter
      </h2>
      {adapter ? <Adapter adapter={adapter} /> : <NoAdapter />}
      <AdapterHistory />
    </section>
  );
}

function Adapter({ adapter }: { adapter: AdapterSummary }) {
  return (
    <>
      <p className="made-from">{adapter.description}</p>
      <AdapterNorms key={adapter.checksum} norms={adapter.norms} />
      <Facts adapter={adapter} />
      <Strength />
      <ShareButtons />
    </>
  );
}

function Facts({ adapter }: { adapter: AdapterSummary }) {
  const { timings, parameters, rank, targetModules, checksum } = adapter;
  return (
    <dl className="facts">
      <dt>Numbers</dt>
      <dd className="figure">{count(parameters)}</dd>
      <dt>Rank</dt>
      <dd>
        <span className="figure">{rank}</span>, in{" "}
        {targetModules.map(shortName).join(" and ")}
      </dd>
      <dt>Encode</dt>
      <dd className="figure">{milliseconds(timings.encodeMs)}</dd>
      <dt>Generate</dt>
      <dd className="figure">{milliseconds(timings.generateMs)}</dd>
      <dt>Upload</dt>
      <dd className="figure">{milliseconds(timings.uploadMs)}</dd>
      <dt>Checksum</dt>
      <dd className="figure checksum" title={checksum}>
        {checksum.slice(0, 16)}
      </dd>
    </dl>
  );
}

/** "q_proj" -> "q", as papers write it. */
function shortName(module: string): string {
  return module.replace(/_proj$/u, "");
}

function NoAdapter() {
  const { demonstrate } = useActions();
  const hypernetwork = useApp((state) => loadedModels(state)?.hypernetwork ?? null);
  const demo = EXAMPLES[0]!;
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
      <p>
        A description becomes a few hundred thousand numbers, shown here layer by layer.
        Added to {hypernetwork ? "SmolLM2" : "the model"}, they change how it answers.
      </p>
      <button type="button" className="button" onClick={() => void demonstrate(demo)}>
        Show me: {demo.label}
      </button>
    </div>
  );
}
