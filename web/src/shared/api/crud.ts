// The hooks of a noun that can be listed, created, changed and removed, from the calls that do it. What a change makes stale
// is said once; by default that is all below the key of the noun.
import {
  type QueryClient,
  type QueryKey,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryOptions,
} from '@tanstack/react-query';

interface Calls<Item, Create, Patch> {
  key: QueryKey;
  list: (signal: AbortSignal) => Promise<Item[]>;
  /** One thing; without it, it is looked for in the list. */
  get?: (id: number, signal: AbortSignal) => Promise<Item>;
  create: (body: Create) => Promise<Item>;
  patch: (id: number, body: Patch) => Promise<Item>;
  remove: (id: number) => Promise<unknown>;
  /** What a change makes stale besides. */
  changed?: (cache: QueryClient) => Promise<unknown>;
  /** What its end makes stale besides all that. */
  removed?: (cache: QueryClient) => Promise<unknown>;
  options?: Pick<UseQueryOptions<Item[]>, 'staleTime' | 'refetchInterval'>;
}

export function crud<Item extends { id: number }, Create, Patch>(calls: Calls<Item, Create, Patch>) {
  const { key, options = {} } = calls;
  const stale = (cache: QueryClient): Promise<unknown> =>
    Promise.all([cache.invalidateQueries({ queryKey: key }), calls.changed?.(cache)]);

  const useList = () => useQuery({ queryKey: key, queryFn: ({ signal }) => calls.list(signal), ...options });

  const useItem = (id: number | null) =>
    useQuery({
      queryKey: [...key, id],
      enabled: id !== null,
      queryFn: async ({ signal }) => {
        if (calls.get) return calls.get(id ?? 0, signal);
        return (await calls.list(signal)).find((item) => item.id === id) ?? null;
      },
    });

  const useCreate = () => {
    const cache = useQueryClient();
    return useMutation({ mutationFn: calls.create, onSuccess: () => stale(cache) });
  };

  const usePatch = (id: number) => {
    const cache = useQueryClient();
    return useMutation({ mutationFn: (body: Patch) => calls.patch(id, body), onSuccess: () => stale(cache) });
  };

  const useRemove = () => {
    const cache = useQueryClient();
    return useMutation({
      mutationFn: calls.remove,
      onSuccess: () => Promise.all([stale(cache), calls.removed?.(cache)]),
    });
  };

  return { stale, useList, useItem, useCreate, usePatch, useRemove };
}
