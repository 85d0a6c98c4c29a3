/** The keys the page knows, behind a button of their own. */
import { SHORTCUT } from "../kit/shortcut";
import { useText } from "../text/translation";

const ID = "keys";

export function KeysPopover() {
  const text = useText();
  const rows = [
    { keys: [SHORTCUT], does: text("keys.generate") },
    { keys: ["⏎"], does: text("keys.send") },
    { keys: ["Shift ⏎"], does: text("keys.line") },
    { keys: ["Alt ↑", "Alt ↓"], does: text("keys.move") },
    { keys: ["Esc"], does: text("keys.stop") },
    { keys: ["←", "→", "Home", "End"], does: text("keys.tabs") },
    { keys: ["←", "→"], does: text("keys.slider") },
  ];
  return (
    <>
      <button
        type="button"
        className="icon-button keys-button"
        popoverTarget={ID}
        aria-haspopup="dialog"
        aria-label={text("keys.name")}
        title={text("keys.name")}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <rect
            x="1"
            y="3.75"
            width="14"
            height="8.5"
            rx="1.5"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
          />
          <path
            d="M4 6.75h1M7.5 6.75h1M11 6.75h1M5 9.5h6"
            stroke="currentColor"
            strokeWidth="1.5"
          />
        </svg>
      </button>
      <div
        id={ID}
        popover="auto"
        className="popover"
        role="dialog"
        aria-label={text("keys.name")}
      >
        <h2 className="popover-heading">{text("keys.name")}</h2>
        <dl className="keys">
          {rows.map(({ keys, does }) => (
            <div key={does}>
              <dt>
                {keys.map((name) => (
                  <kbd key={name}>{name}</kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </div>
    </>
  );
}
