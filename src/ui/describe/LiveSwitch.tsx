/** Switches of live mode: the adapter follows the keys, and the last message is asked again. */
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function LiveSwitch() {
  const text = useText();
  const { isOn, asksAgain } = useApp((state) => state.live);
  const { setLive } = useActions();
  return (
    <div className="live">
      <label className="choice">
        <input
          type="checkbox"
          role="switch"
          checked={isOn}
          onChange={(event) => setLive({ isOn: event.target.checked })}
        />
        {text("steer.live")}
      </label>
      {isOn && (
        <label className="choice">
          <input
            type="checkbox"
            checked={asksAgain}
            onChange={(event) => setLive({ asksAgain: event.target.checked })}
          />
          {text("steer.asksAgain")}
        </label>
      )}
    </div>
  );
}
