// From what the page shows to what the server is asked. Pure. The time range travels beside the query, because "the last
// hour" means another moment at every fetch.
import type { ViolationListQuery, ViolationStatsQuery } from '@/shared/api/types';
import type { StatusFilter, ViolationView } from './view';

const byStatus: Record<StatusFilter, ViolationListQuery> = {
  required: { acknowledged: false, requires_acknowledgement: true },
  informational: { acknowledged: false, requires_acknowledgement: false },
  acknowledged: { acknowledged: true },
  all: {},
};

/** The counters follow plant, characteristic and time; status, rule and severity are what they count by. */
export function statsQuery(
  { characteristicId }: Pick<ViolationView, 'characteristicId'>,
  plantId: number | null,
): ViolationStatsQuery {
  return {
    ...(plantId === null ? {} : { plant_id: plantId }),
    ...(characteristicId === null ? {} : { characteristic_id: characteristicId }),
  };
}

export function listQuery(view: ViolationView, plantId: number | null): ViolationListQuery {
  const { status, rule, severity, page, perPage } = view;
  return {
    ...statsQuery(view, plantId),
    ...byStatus[status],
    ...(rule === null ? {} : { rule_id: rule }),
    ...(severity === null ? {} : { severity }),
    page,
    per_page: perPage,
  };
}
