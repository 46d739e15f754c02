import type { Histogram } from '@/shared/api/types';
import { formatValue } from '@/shared/lib/format';
import { type PointerEvent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelPoint, Specification } from './chart-model';
import { binOf, histogramDrawing } from './histogram-option';
import { hoverBin, leave, useHover } from './hover';
import { useChart } from './use-chart';
import { usePalette } from './use-palette';

interface HistogramChartProps {
  histogram: Histogram;
  specification: Specification;
  mean: number | null;
  decimals: number;
  points: readonly ModelPoint[];
}

/** The bin of the hovered sample is emphasized here, the samples of a hovered bin are ringed in the control chart. */
export function HistogramChart({ histogram, specification, mean, decimals, points }: HistogramChartProps) {
  const { t } = useTranslation('charts');
  const palette = usePalette();
  const highlighted = useHover(({ sampleId, bin }) => {
    if (bin) return histogram.bins.findIndex(({ from }) => from === bin.from);
    return binOf(histogram, points.find((point) => point.sampleId === sampleId)?.value ?? null);
  });
  const drawing = useMemo(
    () =>
      histogramDrawing(
        {
          histogram,
          specification,
          mean,
          decimals,
          highlighted,
          texts: { lsl: t('lsl'), target: t('target'), usl: t('usl'), mean: t('mean') },
        },
        palette,
      ),
    [histogram, specification, mean, decimals, highlighted, palette, t],
  );
  const { div, view } = useChart(drawing);

  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = view?.toData(event.clientX - box.left, event.clientY - box.top);
    const bin = at && histogram.bins.find(({ from, to }) => at[0] >= from && at[0] < to);
    if (bin) hoverBin({ from: bin.from, to: bin.to });
    else leave();
  };

  const first = histogram.bins[0];
  const last = histogram.bins.at(-1);
  return (
    <div
      role="img"
      aria-label={t('histogramLabel', {
        n: histogram.bins.reduce((sum, { count }) => sum + count, 0),
        bins: histogram.bins.length,
        low: formatValue(first?.from, decimals),
        high: formatValue(last?.to, decimals),
      })}
      onPointerMove={onPointerMove}
      onPointerLeave={leave}
      className="relative h-full min-h-0 w-full"
    >
      <div ref={div} className="chart-surface absolute inset-0" />
    </div>
  );
}
