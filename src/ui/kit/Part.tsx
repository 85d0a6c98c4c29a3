/**
 * Parts of the page that load or draw on their own: a broken one leaves the others as they are, and
 * a reload says first what it would lose.
 */
import { Component, type ComponentType, type ReactNode, lazy, useState } from "react";
import { useActions } from "../storeContext";
import { loadFurtherTexts, useText } from "../text/translation";

/** Draws its children, or in their place a sentence once they fail. */
export function Part({ children }: { children: ReactNode }) {
  return <Boundary onRetry={() => {}}>{children}</Boundary>;
}

/**
 * A component that is fetched when it is first drawn, with what it says, and again when a person
 * asks for it.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const fetched = () =>
    lazy(async () => {
      const [component] = await Promise.all([load(), loadFurtherTexts()]);
      return { default: component };
    });
  let Loaded = fetched();
  return function FetchedPart(props: Props) {
    const [, setAttempt] = useState(0);
    function retry(): void {
      Loaded = fetched();
      setAttempt((attempt) => attempt + 1);
    }
    return (
      <Boundary onRetry={retry}>
        <Loaded {...props} />
      </Boundary>
    );
  };
}

interface BoundaryProps {
  onRetry: () => void;
  children: ReactNode;
}

/** Only a class can catch what its children throw. */
class Boundary extends Component<BoundaryProps, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    if (!this.state.isBroken) return this.props.children;
    const retry = () => {
      this.props.onRetry();
      this.setState({ isBroken: false });
    };
    return <BrokenPart onRetry={retry} />;
  }
}

function BrokenPart({ onRetry }: { onRetry: () => void }) {
  const text = useText();
  const { loses, reload } = useReload(() => location.reload());
  return (
    <div className="note warning" role="alert">
      <p>{text("banner.partFailed")}</p>
      {loses && <p>{text("banner.reloadLoses")}</p>}
      <div className="row">
        <button type="button" className="button small" onClick={onRetry}>
          {text("banner.tryAgain")}
        </button>
        <button type="button" className="button small" onClick={() => void reload()}>
          {text("banner.reload")}
        </button>
      </div>
    </div>
  );
}

/**
 * The link in the address brings the view back after `begin`. Where it would not bring back
 * everything, the first press only says so.
 */
export function useReload(begin: () => void): {
  loses: boolean;
  reload: () => Promise<void>;
} {
  const { createReload } = useActions();
  const [loses, setLoses] = useState(false);
  async function reload(): Promise<void> {
    const { fragment, isWhole } = await createReload();
    setLoses(!isWhole);
    if (!isWhole && !loses) return;
    if (fragment !== null) history.replaceState(null, "", `#${fragment}`);
    begin();
  }
  return { loses, reload };
}
