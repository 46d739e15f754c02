// The chart of a long history: pointed at, walked with the arrow keys and read aloud; a click or Enter looks closer.
import { cn } from '@/shared/lib/cn';
import { formatDay } from '@/shared/lib/format';
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { quantityOf, useLabelTexts } from './chart-texts';
import type { XAxisMode } from './control-scene';
import { type HistoryModel, historyScene, type Stretch, stretchAfterKey, stretchAt } from './history-model';
import { historyOption } from './history-option';
import { useStretchText } from './history-text';
import { useChart } from './use-chart';
import { usePalette } from './use-palette';
import type { ChartView } from './view';

interface HistoryChartProps {
  model: HistoryModel;
  axis: XAxisMode;
  showSpec: boolean;
  onLookCloser: (stretch: Stretch) => void;
}

const READOUT_WIDTH = 232;
const GAP = 14;

const dayOf = ({ from }: Stretch): string => formatDay(new Date(from));

function Readout({ stretch, model }: { stretch: Stretch; model: HistoryModel }) {
  const { t } = useTranslation('charts');
  const text = useStretchText(model.decimals)(stretch);
  const rows: [string, string][] = [
    [t('mean'), text.figures.mean],
    [t('history.max'), text.figures.max],
    [t('history.min'), text.figures.min],
  ];
  return (
    <div className="rounded-lg border border-line bg-raised px-3 py-2 text-xs shadow-float">
      <div className="text-sm font-semibold tabular">{text.what}</div>
      <div className="mb-1 text-ink-muted">{text.when}</div>
      <dl className="flex flex-col gap-px">
        {rows.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-3">
            <dt className="text-ink-muted">{name}</dt>
            <dd className="text-right tabular">{value}</dd>
          </div>
        ))}
      </dl>
      <div
        className={cn('mt-1.5 border-t border-line pt-1.5', {
          'font-medium text-alarm': stretch.open > 0,
          'text-ink-muted': stretch.open === 0,
        })}
      >
        {text.signals}
      </div>
    </div>
  );
}

interface PointedProps {
  stretch: Stretch;
  edges: [number, number];
  view: ChartView;
  model: HistoryModel;
}

function Pointed({ stretch, edges, view, model }: PointedProps) {
  const left = view.toPixel(edges[0], 0)[0];
  const right = view.toPixel(edges[1], 0)[0];
  const middle = (left + right) / 2;
  const width = Math.min(READOUT_WIDTH, view.width);
  const beside = middle + GAP + width > view.width ? middle - GAP - width : middle + GAP;
  return (
    <div className="pointer-events-none absolute inset-0 overflow-hidden print:hidden">
      <span
        className="absolute bg-accent/20"
        style={{
          left,
          width: Math.max(right - left, 2),
          top: view.plot.top,
          height: view.plot.bottom - view.plot.top,
        }}
      />
      <div
        className="absolute top-3"
        style={{ width, left: Math.max(0, Math.min(beside, view.width - width)) }}
      >
        <Readout stretch={stretch} model={model} />
      </div>
    </div>
  );
}

export function HistoryChart({ model, axis, showSpec, onLookCloser }: HistoryChartProps) {
  const { t } = useTranslation('charts');
  const texts = useLabelTexts();
  const palette = usePalette();
  const textOf = useStretchText(model.decimals);
  const [pointed, setPointed] = useState(-1);
  const scene = useMemo(
    () => historyScene({ model, mode: axis, texts, showSpec, nameOf: dayOf }),
    [model, axis, texts, showSpec],
  );
  const plot = useMemo(
    () => ({ option: historyOption(scene, palette), domain: { x: scene.xDomain, y: scene.yDomain } }),
    [scene, palette],
  );
  const { div, view } = useChart(plot);
  const liveId = useId();
  const { stretches } = model;
  const stretch = stretches[pointed];
  const edges = scene.edges[pointed];

  const indexAt = (event: MouseEvent<HTMLElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = view?.toData(event.clientX - box.left, event.clientY - box.top);
    return at ? stretchAt(scene, at[0]) : -1;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.key === 'Enter' || event.key === ' ') && stretch) onLookCloser(stretch);
    else if (event.key === 'Escape') setPointed(-1);
    else {
      const next = stretchAfterKey(stretches, pointed, event.key);
      if (next === null) return;
      setPointed(next);
    }
    event.preventDefault();
  };

  return (
    // An application region because the arrow keys move between stretches; the table view is the plain alternative.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="application"
      aria-roledescription={t('history.roleDescription')}
      aria-label={t('history.label', {
        name: model.name,
        quantity: t(`quantities.${quantityOf(model.statistic)}`),
        count: stretches.length,
        signals: textOfSignals(stretches),
      })}
      aria-describedby={liveId}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      data-testid="chart-history"
      data-points={stretches.length}
      onPointerMove={(event) => setPointed(indexAt(event))}
      onPointerLeave={() => setPointed(-1)}
      onClick={(event) => {
        const clicked = stretches[indexAt(event)];
        if (clicked) onLookCloser(clicked);
      }}
      onKeyDown={onKeyDown}
      onBlur={() => setPointed(-1)}
      className="relative min-h-0 flex-1 cursor-zoom-in"
    >
      <div ref={div} className="chart-surface absolute inset-0" />
      {view && stretch && edges && <Pointed stretch={stretch} edges={edges} view={view} model={model} />}
      <div id={liveId} aria-live="polite" className="sr-only">
        {stretch && textOf(stretch).full}
      </div>
    </div>
  );
}

const textOfSignals = (stretches: readonly Stretch[]): number =>
  stretches.filter(({ signals }) => signals > 0).length;
