import type { ReactNode } from 'react';
import { Card } from './card';
import { ErrorState, LoadingState } from './states';

interface LoadedProps<Data> {
  query: { data: Data | undefined; error: Error | null; refetch: () => unknown };
  texts: { loading?: string; failed: string };
  /** Where it stands inside something already, such as a dialog or a card. */
  isBare?: boolean;
  children: (data: Data) => ReactNode;
}

/** What a query has brought. Until then: that it is on its way, or why it failed and how to ask again. */
export function Loaded<Data>({ query, texts, isBare = false, children }: LoadedProps<Data>) {
  const { data, error, refetch } = query;
  if (data !== undefined) return children(data);
  const state = error ? (
    <ErrorState title={texts.failed} error={error} onRetry={() => void refetch()} />
  ) : (
    <LoadingState {...(texts.loading !== undefined && { text: texts.loading })} />
  );
  return isBare ? state : <Card className="flex-1">{state}</Card>;
}
