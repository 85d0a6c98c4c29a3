/** Left block: the description, Generate, and demos to start from. */
import { isBlank } from "../../shared/text/characters";
import { Suspense, useRef } from "react";
import { lazyPart } from "../kit/Part";
import { Trans } from "react-i18next";
import { MAXIMUM_DESCRIPTION_LENGTH } from "../../shared/description";
import type { GenerationState } from "../../store/adapter/state";
import { CheckpointPicker } from "../models/CheckpointPicker";
import { OwnHypernetworkNote } from "../models/OwnHypernetworkNote";
import { DescriptionNotes } from "./DescriptionNotes";
import { ExampleList } from "../examples/ExampleList";
import { FirstDemos } from "./FirstDemos";
import { LiveSwitch } from "./LiveSwitch";
import { SecondDescription } from "./SecondDescription";
import { UnreadNote } from "./UnreadNote";
import { failureWords } from "../kit/failureWords";
import { SHORTCUT, onShortcut } from "../kit/shortcut";
import { useActions, useApp } from "../storeContext";
import { type Text, useText } from "../text/translation";

const DescriptionDoctor = lazyPart(
  async () => (await import("./DescriptionDoctor")).DescriptionDoctor,
);

export function DescriptionPanel() {
  const text = useText();
  const box = useRef<HTMLTextAreaElement>(null);
  const description = useApp((state) => state.description);
  const generation = useApp((state) => state.generation);
  const { typeDescription, generate, cancelGeneration } = useActions();
  const isWaiting = generation.status === "waiting";
  const isRunning = generation.status === "running";
  const failure = generation.status === "failed" ? generation.failure : null;
  return (
    <section className="panel describe" aria-labelledby="describe-heading">
      <h2 id="describe-heading" className="heading">
        {text("describe.heading")}
      </h2>
      <textarea
        ref={box}
        className="field description"
        dir="auto"
        aria-labelledby="describe-heading"
        aria-describedby="generation-note"
        aria-invalid={failure?.code === "bad-input"}
        placeholder={text("describe.placeholder")}
        rows={4}
        value={description}
        onChange={(event) => typeDescription(event.target.value)}
        onKeyDown={onShortcut(() => void generate())}
      />
      <LengthNote length={description.length} />
      <UnreadNote description={description} />
      <div className="row">
        <button
          type="button"
          className="button primary accent"
          aria-disabled={isRunning}
          onClick={() => (isWaiting ? cancelGeneration() : void generate())}
        >
          {text(
            `describe.${isWaiting ? "cancel" : isRunning ? "generating" : "generate"}`,
          )}
          {!isWaiting && !isRunning && <kbd>{SHORTCUT}</kbd>}
        </button>
        <CheckpointPicker />
      </div>
      <p
        id="generation-note"
        className={failure ? "note warning" : "note"}
        role={failure ? "alert" : undefined}
      >
        {generationWords(text, generation)}
      </p>
      <OwnHypernetworkNote />
      <ExampleList />
      {!isBlank(description) && (
        <Suspense fallback={null}>
          <DescriptionDoctor />
        </Suspense>
      )}
      <LiveSwitch />
      <SecondDescription />
      <FirstDemos focusBox={() => box.current?.focus()} />
      <DescriptionNotes />
    </section>
  );
}

function generationWords(text: Text, generation: GenerationState): string {
  switch (generation.status) {
    case "failed":
      return failureWords(text, generation.failure);
    case "waiting":
      return text(
        generation.for === "models" ? "describe.afterModels" : "describe.afterAnswer",
      );
    case "running":
    case "idle":
      return "";
    default:
      return generation satisfies never;
  }
}

function LengthNote({ length }: { length: number }) {
  const text = useText();
  if (length < MAXIMUM_DESCRIPTION_LENGTH * 0.8) return null;
  const isOver = length > MAXIMUM_DESCRIPTION_LENGTH;
  return (
    <p className={isOver ? "note warning" : "note"}>
      <Trans
        t={text}
        i18nKey="describe.length"
        values={{ length, most: MAXIMUM_DESCRIPTION_LENGTH }}
        components={{ figure: <span className="figure" /> }}
      />
    </p>
  );
}
