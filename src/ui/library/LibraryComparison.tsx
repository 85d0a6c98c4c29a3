/** Two kept adapters beside each other, in numbers. */
import { compareKept } from "../../store/library/comparison";
import { entryWords, type LibraryEntry } from "../../store/library/entry";
import { useText } from "../text/translation";

export function LibraryComparison(props: { left: LibraryEntry; right: LibraryEntry }) {
  const { left, right } = props;
  const text = useText();
  const { distance, projections, profile, sizes } = compareKept(left, right);
  return (
    <section className="library-comparison" aria-labelledby="library-comparison">
      <h3 id="library-comparison" className="subheading">
        {text("library.comparison")}
      </h3>
      <ol>
        {[left, right].map((entry) => (
          <li key={entry.id} dir="auto">
            {entryWords(entry)}
          </li>
        ))}
      </ol>
      <dl className="facts">
        {distance !== null && (
          <>
            <dt>{text("library.apart")}</dt>
            <dd>
              {text("library.apartValue", { distance: distance.toFixed(2) })}
              <span className="note">
                {" "}
                {text("library.apartNote", { count: projections })}
              </span>
            </dd>
          </>
        )}
        {profile !== null && (
          <>
            <dt>{text("library.layers")}</dt>
            <dd>{text("library.layersValue", { cosine: profile.toFixed(2) })}</dd>
          </>
        )}
        {sizes.map((size) => (
          <Size key={size.module} {...size} />
        ))}
      </dl>
      {distance === null && <p className="note">{text("library.incomparable")}</p>}
    </section>
  );
}

function Size(props: { module: string; left: number; right: number }) {
  const text = useText();
  const { module, left, right } = props;
  return (
    <>
      <dt>{text("library.moduleSize", { module })}</dt>
      <dd>
        {text("library.sizeValue", { left: left.toFixed(2), right: right.toFixed(2) })}
      </dd>
    </>
  );
}
