/** Deck tab "L, M and S": what the three hypernetworks differ in, which is their output head. */
import { useQuantities } from "./quantities";

interface Variant {
  name: string;
  emits: string;
  tellsApart: string;
  headWidth: string;
  /** With latent size 128, head input 512, rank 8, q and v of SmolLM2-135M. */
  parameters: number;
}

const VARIANTS: readonly Variant[] = [
  {
    name: "T2L-L",
    emits: "the whole A and the whole B of one module at once",
    tellsApart: "layer and module",
    headWidth: "r · (in + out)",
    parameters: 8_700_000,
  },
  {
    name: "T2L-M",
    emits: "either the A or the B of one module",
    tellsApart: "layer, module, and A or B",
    headWidth: "r · max(in, out)",
    parameters: 5_500_000,
  },
  {
    name: "T2L-S",
    emits: "one of the r rows of A, or of the r columns of B",
    tellsApart: "layer, module, A or B, and rank",
    headWidth: "max(in, out)",
    parameters: 1_400_000,
  },
];

export function VariantsPanel() {
  const { count } = useQuantities();
  return (
    <article className="prose">
      <h2 className="heading">What do L, M and S differ in?</h2>
      <p>
        In the last layer of the hypernetwork, and nowhere else. All three read the
        description the same way, and all three give every layer and every module its own
        A and B: nothing is shared between layers of the language model. What differs is
        how much one pass through the output head writes, and so how large that head is.
      </p>
      <div
        className="wide-table"
        tabIndex={0}
        role="region"
        aria-label="L, M and S compared"
      >
        <table className="comparison">
          <thead>
            <tr>
              <th scope="col">Variant</th>
              <th scope="col">One pass of the head writes</th>
              <th scope="col">The network is told</th>
              <th scope="col">Head width</th>
              <th scope="col">Parameters</th>
            </tr>
          </thead>
          <tbody>
            {VARIANTS.map(({ name, emits, tellsApart, headWidth, parameters }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{emits}</td>
                <td>{tellsApart}</td>
                <td className="figure">{headWidth}</td>
                <td className="figure">{count(parameters)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="note">
        All passes of one adapter run side by side in one batch. Parameters for latent
        size 128, head input 512, rank 8, and the modules q and v of SmolLM2-135M, rounded
        to 0.1 million.
      </p>
    </article>
  );
}
