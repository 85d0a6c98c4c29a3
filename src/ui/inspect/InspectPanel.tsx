/** Deck tab "Inspect": what the adapter consists of and where it lies among others. */
import { useEffect } from "react";
import { isBlank } from "../../shared/text/characters";
import { type AppState, currentConversation } from "../../store/state";
import { LayerMap, MovementMap } from "./LayerMap";
import { MeanPlot } from "./MeanPlot";
import { Spectrum } from "./Spectrum";
import { TaskMap } from "./TaskMap";
import { failureWords } from "../kit/failureWords";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";
import "./inspect.css";

const onScreen = (state: AppState) => currentConversation(state).adapter;

export function InspectPanel() {
  const text = useText();
  const adapter = useApp(onScreen);
  const isHeld = useApp(
    (state) =>
      state.models.status === "ready" && currentConversation(state).isAdapterLoaded,
  );
  const isReady = useApp((state) => state.models.status === "ready");
  const description = useApp((state) => state.description);
  const { values, mean, moved, failure } = useInspection(adapter?.id ?? null);
  const { inspectAdapter, placeDescription } = useActions();
  const id = adapter?.id ?? null;

  useEffect(() => {
    if (isHeld && id !== null) void inspectAdapter();
  }, [id, isHeld, inspectAdapter]);
  useEffect(() => {
    if (isReady && !isBlank(description)) void placeDescription();
  }, [isReady, description, placeDescription]);

  if (!adapter) {
    return (
      <>
        <p className="quiet">{text("inspect.empty")}</p>
        <TaskMap />
      </>
    );
  }
  return (
    <div className="inspect">
      {failure && (
        <p className="note warning" role="alert">
          {failureWords(text, failure)}
        </p>
      )}
      <LayerMap norms={adapter.norms} />
      {moved && <MovementMap moved={moved} norms={adapter.norms} />}
      {values ? <Spectrum values={values} /> : <Waiting isHeld={isHeld} />}
      <MeanPlot comparison={mean} />
      <TaskMap />
    </div>
  );
}

function useInspection(id: string | null) {
  const { singularValues, mean, movement, failure } = useApp((state) => state.inspection);
  return {
    values: singularValues?.adapterId === id ? singularValues.values : null,
    mean: mean?.adapterId === id ? mean.comparison : null,
    moved: movement?.adapterId === id ? movement.moved : null,
    failure,
  };
}

function Waiting({ isHeld }: { isHeld: boolean }) {
  const text = useText();
  return isHeld ? null : <p className="quiet">{text("inspect.waiting")}</p>;
}
