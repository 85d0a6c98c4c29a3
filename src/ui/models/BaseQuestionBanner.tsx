/** Asks whether to load the base model that a link or a kept adapter needs. */
import { recordOf } from "../../shared/models";
import { suits } from "../../store/models/baseChoice";
import { isDownloaded, type BaseQuestion } from "../../store/models/baseQuestion";
import { baseModel } from "../../store/state";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function BaseQuestionBanner() {
  const question = useApp((state) => state.baseQuestion);
  return question && <Question question={question} />;
}

function Question({ question }: { question: BaseQuestion }) {
  const text = useText();
  const { megabytes } = useQuantities();
  const { answerBaseQuestion } = useActions();
  const registry = useApp((state) => state.registry);
  const ours = useApp((state) => baseModel(state).label);
  const record = recordOf(registry, "base", question.baseModelId);
  const isHere = useApp((state) => isDownloaded(state, record));
  const isHeavy = useApp(
    ({ offer, visit }) =>
      offer !== null && visit !== null && !suits(record, offer, visit),
  );
  const base = record.label;
  const values = { base, size: megabytes(record.files[0].bytes), ours };
  return (
    <div className="banner quiet" role="alert">
      <p>
        {text(`baseQuestion.${question.by}`, values)}{" "}
        {text(isHere ? "baseQuestion.here" : "baseQuestion.download", values)}{" "}
        {isHeavy && `(${text("bases.heavy")}) `}
        {text("baseQuestion.ask", values)}
      </p>
      <span className="row">
        <button
          type="button"
          className="button small"
          onClick={() => void answerBaseQuestion(true)}
        >
          {text("baseQuestion.load", values)}
        </button>
        <button
          type="button"
          className="button small plain"
          onClick={() => void answerBaseQuestion(false)}
        >
          {text("baseQuestion.decline", values)}
        </button>
      </span>
    </div>
  );
}
