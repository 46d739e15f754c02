// Marks on top of a chart where a stage begins: a line, and a flag that tells who changed the limits, when and why.
import { StageDetails } from '@/shared/limits/stage-details';
import { useStageText } from '@/shared/limits/stage-text';
import { Popover } from '@/shared/ui/popover';
import { Flag } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ControlScene } from './control-scene';
import type { ChartView } from './view';

interface StageMarkersProps {
  scene: ControlScene;
  view: ChartView;
  decimals: number;
}

export function StageMarkers({ scene, view, decimals }: StageMarkersProps) {
  const { t } = useTranslation('charts');
  const textOf = useStageText(decimals);
  const { plot } = view;
  if (scene.borders.length === 0) return null;
  return (
    <ul
      aria-label={t('stage.markers')}
      className="pointer-events-none absolute inset-0 overflow-hidden print:hidden"
    >
      {scene.borders.map(({ x, stage }) => {
        const text = textOf(stage);
        const left = view.toPixel(x, scene.yDomain.min)[0];
        return (
          <li
            key={`${stage.id}-${x}`}
            className="absolute left-0"
            style={{ transform: `translateX(${left}px)`, top: plot.top, height: plot.bottom - plot.top }}
          >
            <span aria-hidden className="absolute inset-y-0 left-0 border-l border-dashed border-ink-faint" />
            <Popover
              align="center"
              className="max-w-[min(20rem,calc(100vw-1rem))]"
              trigger={
                <button
                  type="button"
                  aria-label={text.full}
                  title={text.full}
                  data-testid="stage-marker"
                  className="pointer-events-auto absolute -top-4 -left-2.5 flex size-5 items-center justify-center rounded-full border border-line-strong bg-surface text-ink-muted hover:text-ink"
                >
                  <Flag size={11} aria-hidden />
                </button>
              }
            >
              <StageDetails text={text} />
            </Popover>
          </li>
        );
      })}
    </ul>
  );
}
