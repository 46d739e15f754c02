import { ApiError } from '@/shared/api/errors';
import { QueryClient } from '@tanstack/react-query';

/** A refusal does not get better by repeating it; a missing reply or a server that is starting may. */
const worthRetrying = (failures: number, error: Error): boolean =>
  failures < 2 && !(error instanceof ApiError && error.status < 500);

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: worthRetrying, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
