// Which sample is under the pointer or the arrow keys, shared by all charts of a page, so that the same sample is marked on
// each. Written at most once per frame by the chart that the pointer is over.
import { create } from 'zustand';

interface Hover {
  sampleId: number | null;
  /** Chart that the pointer or focus is on; it shows the readout. */
  source: string | null;
  /** Range of values under the pointer in the histogram. */
  bin: { from: number; to: number } | null;
}

export const useHover = create<Hover>(() => ({ sampleId: null, source: null, bin: null }));

export const hoverSample = (sampleId: number, source: string): void => {
  const now = useHover.getState();
  if (now.sampleId !== sampleId || now.source !== source) useHover.setState({ sampleId, source, bin: null });
};

export const hoverBin = (bin: Hover['bin']): void =>
  useHover.setState({ sampleId: null, source: 'histogram', bin });

export const leave = (): void => {
  const { sampleId, bin } = useHover.getState();
  if (sampleId !== null || bin !== null) useHover.setState({ sampleId: null, source: null, bin: null });
};
