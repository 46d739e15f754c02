// Pixels and data of a plot with two linear axes. Pure.

export interface Extent {
  min: number;
  max: number;
}

export interface PlotDomain {
  x: Extent;
  y: Extent;
}

export interface ChartView {
  /** Pixel of a data position inside the chart's box. */
  toPixel: (x: number, y: number) => [number, number];
  /** Data position of a pixel; null outside the plot. */
  toData: (x: number, y: number) => [number, number] | null;
  plot: { left: number; right: number; top: number; bottom: number };
  width: number;
  height: number;
}

interface Measured {
  domain: PlotDomain;
  bottomLeft: [number, number];
  topRight: [number, number];
  width: number;
  height: number;
}

const share = (value: number, from: number, to: number): number =>
  to === from ? 0.5 : (value - from) / (to - from);

export function viewOf({ domain: { x, y }, bottomLeft, topRight, width, height }: Measured): ChartView {
  const [left, bottom] = bottomLeft;
  const [right, top] = topRight;
  return {
    toPixel: (dataX, dataY) => [
      left + share(dataX, x.min, x.max) * (right - left),
      bottom + share(dataY, y.min, y.max) * (top - bottom),
    ],
    toData: (pixelX, pixelY) =>
      pixelX < left || pixelX > right || pixelY < top || pixelY > bottom
        ? null
        : [
            x.min + share(pixelX, left, right) * (x.max - x.min),
            y.min + share(pixelY, bottom, top) * (y.max - y.min),
          ],
    plot: { left, right, top, bottom },
    width,
    height,
  };
}
