import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { crud } from './crud';

interface Machine {
  id: number;
  name: string;
}

const setUp = () => {
  let stored: Machine[] = [{ id: 1, name: 'Lathe' }];
  const changed = vi.fn(() => Promise.resolve());
  const removed = vi.fn(() => Promise.resolve());
  const machines = crud<Machine, string, string>({
    key: ['machines'],
    list: () => Promise.resolve(stored),
    create: (name) => {
      stored = [...stored, { id: 2, name }];
      return Promise.resolve({ id: 2, name });
    },
    update: (id, name) => {
      stored = stored.map((item) => (item.id === id ? { id, name } : item));
      return Promise.resolve({ id, name });
    },
    remove: (id) => {
      stored = stored.filter((item) => item.id !== id);
      return Promise.resolve();
    },
    changed,
    removed,
  });
  const cache = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={cache}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(
    () => ({
      list: machines.useList().data,
      create: machines.useCreate(),
      update: machines.useUpdate(1),
      remove: machines.useRemove(),
    }),
    { wrapper },
  );
  return { result, changed, removed };
};
const names = (list: Machine[] | undefined) => list?.map(({ name }) => name);

it('lists what there is', async () => {
  const { result } = setUp();
  await waitFor(() => expect(names(result.current.list)).toEqual(['Lathe']));
});

it('shows what was created, and makes stale what hangs on it', async () => {
  const { result, changed, removed } = setUp();
  await result.current.create.mutateAsync('Mill');
  await waitFor(() => expect(names(result.current.list)).toEqual(['Lathe', 'Mill']));
  expect(changed).toHaveBeenCalledOnce();
  expect(removed).not.toHaveBeenCalled();
});

it('shows what was changed', async () => {
  const { result } = setUp();
  await waitFor(() => expect(names(result.current.list)).toEqual(['Lathe']));
  await result.current.update.mutateAsync('Mill');
  await waitFor(() => expect(names(result.current.list)).toEqual(['Mill']));
});

it('leaves out what was removed, and makes stale what only its end concerns', async () => {
  const { result, removed } = setUp();
  await result.current.remove.mutateAsync(1);
  await waitFor(() => expect(result.current.list).toEqual([]));
  expect(removed).toHaveBeenCalledOnce();
});
