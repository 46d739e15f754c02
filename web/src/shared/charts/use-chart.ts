// A chart instance inside a div: created when the library has arrived, resized with the div, redrawn when the option
// changes, disposed with the component. `view` changes whenever pixels and data may have moved against each other.
import type { EChartsType } from 'echarts/core';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { ChartOption } from './control-option';

export interface ChartView {
  /** Pixel of a data position inside the div. */
  toPixel: (x: number, y: number) => [number, number];
  /** Data position of a pixel inside the div; null outside the plot. */
  toData: (x: number, y: number) => [number, number] | null;
  width: number;
  height: number;
}

const GRID = { gridIndex: 0 };

const viewOf = (chart: EChartsType): ChartView => ({
  toPixel: (x, y) => chart.convertToPixel(GRID, [x, y]) as [number, number],
  toData: (x, y) =>
    chart.containPixel(GRID, [x, y]) ? (chart.convertFromPixel(GRID, [x, y]) as [number, number]) : null,
  width: chart.getWidth(),
  height: chart.getHeight(),
});

export function useChart(option: ChartOption): {
  div: RefObject<HTMLDivElement | null>;
  view: ChartView | null;
} {
  const div = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const [view, setView] = useState<ChartView | null>(null);

  useEffect(() => {
    let instance: EChartsType | null = null;
    let unmounted = false;
    let observer: ResizeObserver | null = null;
    void Promise.all([import('./engine'), document.fonts.load('11px "Inter Variable"')]).then(
      ([{ init }]) => {
        const element = div.current;
        if (unmounted || !element) return;
        const created = init(element);
        instance = created;
        created.on('rendered', () => setView(viewOf(created)));
        observer = new ResizeObserver(() => created.resize());
        observer.observe(element);
        setChart(created);
      },
    );
    return () => {
      unmounted = true;
      observer?.disconnect();
      instance?.dispose();
    };
  }, []);

  useEffect(() => {
    if (!chart || chart.isDisposed()) return;
    chart.setOption(option, { notMerge: true });
  }, [chart, option]);

  return { div, view };
}
