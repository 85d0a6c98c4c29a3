/** The page's side of the service worker: installing it, and taking over a new version. */
import type { ConnectOffline } from "../store/page/offlineActions";

/** Registers the worker of the site at `siteAddress`; null where there are none. */
export function offlineAt(siteAddress: string): ConnectOffline | null {
  if (!("serviceWorker" in navigator)) return null;
  return async ({ onComplete, onUpdate }) => {
    const { serviceWorker } = navigator;
    const registration = await register(siteAddress);
    serviceWorker.addEventListener("message", ({ data }) => {
      if (data === "complete") onComplete();
    });
    const look = () => {
      if (registration.waiting && serviceWorker.controller) onUpdate();
    };
    look();
    const follow = () => registration.installing?.addEventListener("statechange", look);
    registration.addEventListener("updatefound", follow);
    // The navigation itself looks for an update, which may be under way already.
    follow();
    const lookForUpdate = () => registration.update().catch(() => {});
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void lookForUpdate();
    });
    void lookForUpdate();
    return {
      complete: () =>
        void serviceWorker.ready.then(({ active }) => active?.postMessage("complete")),
      applyUpdate() {
        serviceWorker.addEventListener("controllerchange", () => location.reload(), {
          once: true,
        });
        if (registration.waiting) registration.waiting.postMessage("activate");
        // Another tab was faster.
        else location.reload();
      },
    };
  };
}

function register(siteAddress: string): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register(new URL("serviceWorker.js", siteAddress), {
    scope: siteAddress,
    updateViaCache: "none",
  });
}

const TRIED = "isolation-tried";
const PATIENCE_MS = 5000;

/**
 * Where the host sends no isolation headers, lets the worker add them, for which the page has
 * to load once more. Resolves whether it is about to; once a visit, and never with an error.
 */
export async function isolate(siteAddress: string): Promise<boolean> {
  if (crossOriginIsolated || !isSecureContext || !("serviceWorker" in navigator))
    return false;
  try {
    if (sessionStorage.getItem(TRIED)) return false;
    sessionStorage.setItem(TRIED, "yes");
    await register(siteAddress);
    await within(PATIENCE_MS, navigator.serviceWorker.ready);
    // Chromium may keep this document and bring it back when the person reloads the next one.
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    location.reload();
    return true;
  } catch {
    return false;
  }
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => setTimeout(reject, milliseconds)),
  ]);
}
