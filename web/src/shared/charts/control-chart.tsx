// A control chart that can be pointed at, walked with the arrow keys and read aloud. ECharts draws it; everything that
// follows the pointer is plain markup above the canvas, so that hovering never redraws the chart.
import { decimalsApart, formatValue } from '@/shared/lib/format';
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useEffect,
  useId,
  useMemo,
  useRef,
} from 'react';
import { useTranslation } from 'react-i18next';
import { type ModelPoint, statusKey } from './chart-model';
import { ChartOverlay } from './chart-overlay';
import { controlOption } from './control-option';
import type { ControlScene } from './control-scene';
import { hoverSample, leave, useHover } from './hover';
import { indexAfterKey, nearestIndex } from './scale';
import { StageMarkers } from './stage-markers';
import { useChart } from './use-chart';
import { usePalette } from './use-palette';

interface ControlChartProps {
  /** Tells the charts of a page apart for the shared hover. */
  source: string;
  label: string;
  scene: ControlScene;
  points: readonly ModelPoint[];
  decimals: number;
  quantity: string;
  selectedId: number | null;
  onOpen: (sampleId: number) => void;
}

const NARROW = '(max-width: 64rem)';
/** Room for the name of the chart above its drawing, in pixels. */
const HEADING = 48;

export function ControlChart(props: ControlChartProps) {
  const { source, label, scene, points, decimals, quantity, selectedId, onOpen } = props;
  const { t } = useTranslation('charts');
  const palette = usePalette();
  const drawing = useMemo(
    () => ({ option: controlOption(scene, palette), domain: { x: scene.xDomain, y: scene.yDomain } }),
    [scene, palette],
  );
  const { div, view } = useChart(drawing);
  const frame = useRef(0);
  const plot = useRef<HTMLDivElement>(null);
  const explains = selectedId !== null && source === 'location';
  useEffect(() => {
    // On a narrow screen the sample that is open is explained at the bottom, so its chart moves to the top.
    const main = explains && window.matchMedia(NARROW).matches ? plot.current?.closest('main') : null;
    if (!main || !plot.current) return;
    main.scrollTop += plot.current.getBoundingClientRect().top - main.getBoundingClientRect().top - HEADING;
  }, [explains]);
  const liveId = useId();
  const announced = useHover((hover) => (hover.source === source ? hover.sampleId : null));
  const announcedPoint =
    announced === null ? undefined : points.find(({ sampleId }) => sampleId === announced);

  const pointAt = (event: MouseEvent<HTMLElement>): ModelPoint | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = view?.toData(event.clientX - box.left, event.clientY - box.top);
    return at ? points[nearestIndex(scene.xs, at[0])] : undefined;
  };

  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const point = pointAt(event);
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => (point ? hoverSample(point.sampleId, source) : leave()));
  };

  const onPointerLeave = (): void => {
    cancelAnimationFrame(frame.current);
    leave();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const hovered = useHover.getState().sampleId;
    const index = points.findIndex(({ sampleId }) => sampleId === hovered);
    if ((event.key === 'Enter' || event.key === ' ') && hovered !== null) onOpen(hovered);
    else if (event.key === 'Escape') leave();
    else {
      const next = points[indexAfterKey(points, index, event.key) ?? -1];
      if (!next) return;
      hoverSample(next.sampleId, source);
    }
    event.preventDefault();
  };

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {/* An application region because the arrow keys move between points; the table view is the plain alternative. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={plot}
        role="application"
        aria-roledescription={t('roleDescription')}
        aria-label={label}
        aria-describedby={liveId}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-testid={`chart-${source}`}
        data-points={points.length}
        onPointerMove={onPointerMove}
        onPointerLeave={onPointerLeave}
        onClick={(event) => {
          const point = pointAt(event);
          if (point) onOpen(point.sampleId);
        }}
        onKeyDown={onKeyDown}
        onBlur={leave}
        className="relative min-h-0 flex-1 cursor-crosshair"
      >
        <div ref={div} className="chart-surface absolute inset-0" />
        {view && (
          <ChartOverlay
            source={source}
            view={view}
            scene={scene}
            points={points}
            decimals={decimals}
            quantity={quantity}
            selectedId={selectedId}
          />
        )}
        <div id={liveId} aria-live="polite" className="sr-only">
          {announcedPoint &&
            t('announce', {
              name: announcedPoint.name,
              value: formatValue(
                announcedPoint.value,
                decimalsApart([announcedPoint.value, announcedPoint.ucl, announcedPoint.lcl], decimals),
              ),
              status: t(`statuses.${statusKey(announcedPoint)}`),
            })}
        </div>
      </div>
      {view && <StageMarkers scene={scene} view={view} decimals={decimals} />}
    </div>
  );
}
