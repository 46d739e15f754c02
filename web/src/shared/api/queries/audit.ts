// The audit trail, for administrators, auditors, and engineers of a plant. The time travels beside the filter, because "the
// last hour" means another moment at every fetch.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ChartWindow, timeBounds } from '../chart-window';
import { api, unwrap } from '../client';
import { keys } from '../keys';
import type { AuditQuery } from '../types';

export function useAuditTrail(query: AuditQuery, window: ChartWindow | null) {
  return useQuery({
    queryKey: keys.auditTrail(query, window),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/audit/', {
          params: { query: { ...query, ...timeBounds(window, new Date()) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** The words by which the trail can be filtered. */
export const useAuditKinds = () =>
  useQuery({
    queryKey: keys.auditKinds,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/audit/kinds', { signal })),
  });

/** CSV. */
export const exportAuditTrail = (filter: AuditQuery, window: ChartWindow | null): Promise<string> =>
  unwrap(
    api.GET('/api/v1/audit/export', {
      params: { query: { ...filter, ...timeBounds(window, new Date()) } },
      parseAs: 'text',
    }),
  );
