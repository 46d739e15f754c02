// Lets one tab at a time do something. Web Locks where there are any; they are missing outside secure contexts, for example
// http://plant-server on a local network, and there a lease in the local storage takes their place.

const POLL_MS = 40;
/** A tab that is closed while it holds the lease blocks the others no longer than this. */
const LEASE_MS = 10_000;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const isFree = (lease: string | null): boolean => !(Number(lease?.split(' ')[1]) > Date.now());

async function withLease<T>(name: string, work: () => Promise<T>): Promise<T> {
  const holder = crypto.getRandomValues(new Uint32Array(2)).join('-');
  for (;;) {
    if (isFree(localStorage.getItem(name))) {
      const mine = `${holder} ${Date.now() + LEASE_MS}`;
      localStorage.setItem(name, mine);
      // Of several tabs that saw it free, the last one to write has it once all have written.
      await wait(POLL_MS);
      if (localStorage.getItem(name) === mine) {
        try {
          return await work();
        } finally {
          if (localStorage.getItem(name) === mine) localStorage.removeItem(name);
        }
      }
    }
    await wait(POLL_MS);
  }
}

export const oneTabAtATime = <T>(name: string, work: () => Promise<T>): Promise<T> =>
  'locks' in navigator
    ? navigator.locks.request(name, work).then((result) => result as T)
    : withLease(name, work);
