/** Hands the store to the components. */
import { type ReactNode, createContext, useContext } from "react";
import { useStore } from "zustand";
import type { AppState } from "../store/state";
import type { Actions, AppStore } from "../store/store";

const StoreContext = createContext<AppStore | null>(null);

export function StoreProvider(props: { store: AppStore; children: ReactNode }) {
  return <StoreContext value={props.store}>{props.children}</StoreContext>;
}

function useAppStore(): AppStore {
  const store = useContext(StoreContext);
  if (!store) throw new Error("StoreProvider is missing.");
  return store;
}

/** A part of the state; `select` returns something that compares equal while it is the same. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useAppStore(), select);
}

export function useActions(): Actions {
  return useAppStore().actions;
}
