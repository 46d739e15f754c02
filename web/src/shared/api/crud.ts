// The hooks of what changes something, from the calls that do it: of a noun that can be listed, created, changed and removed,
// and of a single call. What a change makes stale is said once; of a noun that is by default all below its key.
import {
  type QueryClient,
  type QueryKey,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryOptions,
} from '@tanstack/react-query';

type Stale = (cache: QueryClient) => Promise<unknown>;

/** One call, and what its success makes stale. */
export function useCall<Body, Result>(call: (body: Body) => Promise<Result>, changed: Stale) {
  const cache = useQueryClient();
  return useMutation({ mutationFn: call, onSuccess: () => changed(cache) });
}

/** The hook of a call that needs to know nothing but its body. */
export const mutation =
  <Body, Result>(call: (body: Body) => Promise<Result>, changed: Stale) =>
  () =>
    useCall(call, changed);

interface Identified {
  id: number | string;
}

interface Calls<Item extends Identified, Create, Update, Created> {
  key: QueryKey;
  list: (signal: AbortSignal) => Promise<Item[]>;
  /** Its answer may hold more than a list does. */
  create: (body: Create) => Promise<Created>;
  update: (id: Item['id'], body: Update) => Promise<Item>;
  remove: (id: Item['id']) => Promise<unknown>;
  /** What a change makes stale besides. */
  changed?: Stale;
  /** What its end makes stale besides all that. */
  removed?: Stale;
  options?: Pick<UseQueryOptions<Item[]>, 'staleTime' | 'refetchInterval'>;
}

export function crud<Item extends Identified, Create, Update, Created extends Item = Item>(
  calls: Calls<Item, Create, Update, Created>,
) {
  const { key, options = {} } = calls;
  const stale: Stale = (cache) =>
    Promise.all([cache.invalidateQueries({ queryKey: key }), calls.changed?.(cache)]);

  const useList = () => useQuery({ queryKey: key, queryFn: ({ signal }) => calls.list(signal), ...options });

  const useUpdate = (id: Item['id']) => useCall((body: Update) => calls.update(id, body), stale);

  return {
    stale,
    useList,
    useCreate: mutation(calls.create, stale),
    useUpdate,
    useRemove: mutation(calls.remove, (cache) => Promise.all([stale(cache), calls.removed?.(cache)])),
  };
}
