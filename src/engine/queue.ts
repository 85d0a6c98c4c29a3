/** Work that excludes other work: one at a time, in the order of asking. */

/** A queue's one function; each piece of work begins when all before it are done or failed. */
export type Queue = <T>(work: () => Promise<T>) => Promise<T>;

export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}
