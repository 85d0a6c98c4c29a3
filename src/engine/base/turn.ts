/** Lets waiting messages in between two long steps of work on the same thread. */

/**
 * Resolves in a later task, not a microtask: a cancel request posted to this thread is
 * handled first. WebAssembly inference blocks its thread, so without this nothing could stop it.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
