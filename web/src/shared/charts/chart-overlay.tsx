// What follows the pointer, the selection and new data on top of a chart: a crosshair, rings, and the readout.
import { cn } from '@/shared/lib/cn';
import { useEffect, useRef, useState } from 'react';
import type { ModelPoint } from './chart-model';
import type { ControlScene } from './control-scene';
import { useHover } from './hover';
import { PointReadout } from './point-readout';
import type { ChartView } from './view';

interface ChartOverlayProps {
  source: string;
  view: ChartView;
  scene: ControlScene;
  points: readonly ModelPoint[];
  decimals: number;
  quantity: string;
  selectedId: number | null;
}

const READOUT_WIDTH = 232;
const GAP = 14;
/** A lower chart has no room for choosing. */
const READOUT_MIN_ROOM = 300;
const PULSE_MS = 1_600;

const RING = { normal: '-mt-2 -ml-2 size-4', large: '-mt-2.5 -ml-2.5 size-5' };

const Ring = ({
  at,
  size = 'normal',
  className,
}: {
  at: [number, number];
  size?: keyof typeof RING;
  className: string;
}) => (
  <span
    className={cn('absolute top-0 left-0 rounded-full border-2', RING[size], className)}
    style={{ transform: `translate(${at[0]}px, ${at[1]}px)` }}
  />
);

/** Id of a sample that has just arrived at the end, for a moment. */
function useNewest(points: readonly ModelPoint[]): number | null {
  const newest = points.at(-1)?.sampleId ?? null;
  const before = useRef({ newest, count: points.length });
  const [pulsing, setPulsing] = useState<number | null>(null);
  useEffect(() => {
    const { newest: last } = before.current;
    before.current = { newest, count: points.length };
    // A new last point while the former last one is still shown is an arrival; anything else is another range.
    if (newest === last || last === null || points.at(-2)?.sampleId !== last) return;
    setPulsing(newest);
    const timer = setTimeout(() => setPulsing(null), PULSE_MS);
    return () => clearTimeout(timer);
  }, [newest, points]);
  return pulsing;
}

export function ChartOverlay({
  source,
  view,
  scene,
  points,
  decimals,
  quantity,
  selectedId,
}: ChartOverlayProps) {
  const hover = useHover();
  const pulsing = useNewest(points);
  const pixelOf = (index: number): [number, number] | null => {
    const point = scene.points[index];
    return point ? view.toPixel(point.x, point.y) : null;
  };
  const pixelOfSample = (sampleId: number | null): [number, number] | null =>
    sampleId === null ? null : pixelOf(points.findIndex((point) => point.sampleId === sampleId));

  const hoveredIndex =
    hover.sampleId === null ? -1 : points.findIndex(({ sampleId }) => sampleId === hover.sampleId);
  const hovered = points[hoveredIndex];
  const crosshairX =
    hoveredIndex < 0 ? null : view.toPixel(scene.xs[hoveredIndex] ?? 0, scene.yDomain.min)[0];
  const { plot } = view;
  const ring = pixelOf(hoveredIndex);
  // The readout keeps to the other half of the plot than the point it is about.
  const readoutAtBottom =
    ring !== null && ring[1] < (plot.top + plot.bottom) / 2 && view.height > READOUT_MIN_ROOM;
  const selected = pixelOfSample(selectedId);
  const pulse = pixelOfSample(pulsing);
  const { bin } = hover;
  const inBin = bin
    ? points.flatMap(({ value }, index) => {
        const at = value !== null && value >= bin.from && value < bin.to ? pixelOf(index) : null;
        return at ? [{ at, index }] : [];
      })
    : [];

  return (
    <div className="pointer-events-none absolute inset-0 overflow-hidden print:hidden">
      {crosshairX !== null && (
        <span
          className="absolute left-0 w-px bg-ink-faint opacity-50"
          style={{ transform: `translateX(${crosshairX}px)`, top: plot.top, height: plot.bottom - plot.top }}
        />
      )}
      {selected && <Ring at={selected} size="large" className="border-accent" />}
      {pulse && (
        <span
          className="absolute top-0 left-0"
          style={{ transform: `translate(${pulse[0]}px, ${pulse[1]}px)` }}
        >
          <span className="absolute -mt-2.5 -ml-2.5 size-5 animate-ping rounded-full bg-accent/40" />
        </span>
      )}
      {inBin.map(({ at, index }) => (
        <Ring key={index} at={at} className="border-accent" />
      ))}
      {ring && <Ring at={ring} className="border-ink" />}
      {hovered && crosshairX !== null && hover.source === source && (
        <div
          className={cn('absolute', readoutAtBottom ? 'bottom-3' : 'top-3')}
          style={{
            width: READOUT_WIDTH,
            left:
              crosshairX + GAP + READOUT_WIDTH > view.width
                ? crosshairX - GAP - READOUT_WIDTH
                : crosshairX + GAP,
          }}
        >
          <PointReadout point={hovered} decimals={decimals} quantity={quantity} />
        </div>
      )}
    </div>
  );
}
