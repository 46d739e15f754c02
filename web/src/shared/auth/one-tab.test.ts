// @vitest-environment jsdom
import { oneTabAtATime } from './one-tab';

/** Two pieces of work that note when they begin and end. */
const observe = () => {
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    log.push(`${name} ends`);
    return name;
  };
  return { log, work };
};

describe('oneTabAtATime without Web Locks', () => {
  beforeEach(() => localStorage.clear());

  it('lets the second begin only after the first has ended', async () => {
    const { log, work } = observe();
    await Promise.all([oneTabAtATime('job', work('a')), oneTabAtATime('job', work('b'))]);
    expect(log).toHaveLength(4);
    expect(log[1]).toBe(log[0]?.replace('begins', 'ends'));
  });

  it('gives the lease back when the work fails', async () => {
    await expect(oneTabAtATime('job', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await oneTabAtATime('job', () => Promise.resolve('next'))).toBe('next');
  });

  it('does not wait for a tab that was closed while it held the lease', async () => {
    localStorage.setItem('job', `gone ${Date.now() - 1}`);
    expect(await oneTabAtATime('job', () => Promise.resolve('done'))).toBe('done');
  });

  it('waits for a tab that holds the lease', async () => {
    localStorage.setItem('job', `other ${Date.now() + 150}`);
    const start = Date.now();
    await oneTabAtATime('job', () => Promise.resolve());
    expect(Date.now() - start).toBeGreaterThanOrEqual(150);
  });
});

describe('oneTabAtATime with Web Locks', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('takes the lock of that name', async () => {
    const request = vi.fn((_: string, work: () => Promise<unknown>) => work());
    vi.stubGlobal('navigator', { locks: { request } });
    expect(await oneTabAtATime('job', () => Promise.resolve(7))).toBe(7);
    expect(request).toHaveBeenCalledWith('job', expect.any(Function));
  });
});
