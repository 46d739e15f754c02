// The chart point of one sample: on the chart that is shown, or fetched on its own when the sample lies outside of that.
// Limits, zone and violations belong to the point; without it nothing may be claimed about them.
import type { ChartWindow } from '@/shared/api/chart-window';
import { useChartData } from '@/shared/api/queries/chart-data';
import type { Sample } from '@/shared/api/types';
import { type ChartModel, type ModelPoint, toChartModel } from '@/shared/charts/chart-model';
import { useMemo } from 'react';

export interface SamplePoint {
  location: ModelPoint | undefined;
  dispersion: ModelPoint | undefined;
  previous: ModelPoint | undefined;
  next: ModelPoint | undefined;
}

export function findPoint(model: ChartModel | null, sampleId: number | null): SamplePoint {
  const points = model?.location.points ?? [];
  const index = points.findIndex((point) => point.sampleId === sampleId);
  return {
    location: points[index],
    dispersion: model?.dispersion?.points[index],
    previous: index > 0 ? points[index - 1] : undefined,
    next: index >= 0 ? points[index + 1] : undefined,
  };
}

const NO_WINDOW: ChartWindow = { kind: 'last', count: 1 };

/** `isPending` until the point is known, or known not to be there. */
export function useSamplePoint(model: ChartModel | null, sample: Sample | undefined) {
  const shown = findPoint(model, sample?.id ?? null);
  const isElsewhere = sample !== undefined && shown.location === undefined;
  const { data, isPending, error } = useChartData(
    isElsewhere ? sample.char_id : null,
    isElsewhere ? { kind: 'between', from: sample.timestamp, to: sample.timestamp } : NO_WINDOW,
  );
  const own = useMemo(() => (data ? toChartModel(data) : null), [data]);
  if (!isElsewhere) return { point: shown, isPending: false, error: null };
  return { point: { ...findPoint(own, sample.id), previous: undefined, next: undefined }, isPending, error };
}
