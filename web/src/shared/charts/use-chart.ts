// A chart instance inside a div: created when the library has arrived, resized with the div, redrawn when the option
// changes, disposed with the component. `view` says where data are on the screen, for what is laid over the chart.
import type { EChartsType } from 'echarts/core';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { ChartOption } from './control-option';
import { type ChartView, type PlotDomain, viewOf } from './view';

export interface Drawing {
  option: ChartOption;
  domain: PlotDomain;
}

const GRID = { gridIndex: 0 };

const measure = (chart: EChartsType, { x, y }: PlotDomain): ChartView =>
  viewOf({
    domain: { x, y },
    bottomLeft: chart.convertToPixel(GRID, [x.min, y.min]) as [number, number],
    topRight: chart.convertToPixel(GRID, [x.max, y.max]) as [number, number],
    width: chart.getWidth(),
    height: chart.getHeight(),
  });

/** `drawing` must keep its identity while nothing changes. */
export function useChart(drawing: Drawing): {
  div: RefObject<HTMLDivElement | null>;
  view: ChartView | null;
} {
  const div = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawing>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const [view, setView] = useState<ChartView | null>(null);

  useEffect(() => {
    let instance: EChartsType | null = null;
    let unmounted = false;
    let observer: ResizeObserver | null = null;
    const start = async (): Promise<void> => {
      // Text on a canvas is drawn once, so its font must be there before.
      const [{ init }] = await Promise.all([
        import('./engine'),
        document.fonts.load('11px "Inter Variable"'),
      ]);
      const element = div.current;
      if (unmounted || !element) return;
      const created = init(element);
      instance = created;
      created.on('rendered', () => {
        if (drawn.current) setView(measure(created, drawn.current.domain));
      });
      observer = new ResizeObserver(() => created.resize());
      observer.observe(element);
      setChart(created);
    };
    void start();
    return () => {
      unmounted = true;
      observer?.disconnect();
      instance?.dispose();
    };
  }, []);

  useEffect(() => {
    if (!chart || chart.isDisposed()) return;
    drawn.current = drawing;
    chart.setOption(drawing.option, { notMerge: true });
  }, [chart, drawing]);

  return { div, view };
}
