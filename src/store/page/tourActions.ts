/** The first run's three steps: shown until skipped or done, and then never again. */
import type { ActionContext } from "../actionContext";
import { keepPreference, keptPreference } from "./preferences";

export interface TourActions {
  /** Shows the tour on a first visit that asks for nothing in particular. */
  offerTour(): void;
  endTour(): void;
}

export function createTourActions({ store }: ActionContext): TourActions {
  return {
    offerTour() {
      if (keptPreference("tour") === null) store.setState({ isTourShown: true });
    },
    endTour() {
      keepPreference("tour", "done");
      store.setState({ isTourShown: false });
    },
  };
}
