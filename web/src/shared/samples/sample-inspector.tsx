// One sample in full: what was measured, which rules fire, and, for supervisors, leaving it out of the calculations.
import { useSample } from '@/shared/api/queries/samples';
import type { Characteristic } from '@/shared/api/types';
import type { ChartModel } from '@/shared/charts/chart-model';
import { Badge } from '@/shared/ui/badge';
import { IconButton } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { ErrorState, LoadingState } from '@/shared/ui/states';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EditHistory } from './edit-history';
import { Measurements } from './measurements';
import { findPoint, useSamplePoint } from './sample-point';
import { SampleViolations } from './sample-violations';

interface SampleInspectorProps {
  sampleId: number | null;
  model: ChartModel | null;
  characteristic: Characteristic;
  onOpen: (sampleId: number | null) => void;
}

const tabClass =
  'text-ink-muted data-[state=active]:border-accent data-[state=active]:text-ink -mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent px-1 font-medium';

function Tab({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Tabs.Trigger value={value} className={tabClass}>
      {children}
    </Tabs.Trigger>
  );
}

interface InspectorBodyProps {
  sampleId: number;
  model: ChartModel | null;
  characteristic: Characteristic;
}

function InspectorBody({ sampleId, model, characteristic }: InspectorBodyProps) {
  const { t } = useTranslation('samples');
  const query = useSample(sampleId);
  const { data: sample } = query;
  const { point, isPending, error } = useSamplePoint(model, sample);
  const failure = query.error ?? error;
  if (failure) return <ErrorState title={t('failed')} error={failure} onRetry={() => void query.refetch()} />;
  if (!sample || isPending) return <LoadingState text={t('loading')} />;
  const violations = [...(point.location?.violations ?? []), ...(point.dispersion?.violations ?? [])];
  return (
    <Tabs.Root defaultValue="measurements">
      <Tabs.List className="mb-4 flex gap-5 border-b border-line">
        <Tab value="measurements">{t('measurements')}</Tab>
        <Tab value="violations">
          {t('violations')}
          {violations.length > 0 && <Badge tone="alarm">{violations.length}</Badge>}
        </Tab>
        {sample.edit_count > 0 && (
          <Tab value="history">
            {t('history')}
            <Badge>{sample.edit_count}</Badge>
          </Tab>
        )}
      </Tabs.List>
      <Tabs.Content value="measurements">
        <Measurements sample={sample} point={point.location} characteristic={characteristic} />
      </Tabs.Content>
      <Tabs.Content value="violations">
        <SampleViolations violations={violations} decimals={characteristic.decimal_precision} />
      </Tabs.Content>
      <Tabs.Content value="history">
        <EditHistory sampleId={sample.id} decimals={characteristic.decimal_precision} />
      </Tabs.Content>
    </Tabs.Root>
  );
}

export function SampleInspector({ sampleId, model, characteristic, onOpen }: SampleInspectorProps) {
  const { t } = useTranslation('samples');
  const { data: sample } = useSample(sampleId);
  const { previous, next } = findPoint(model, sampleId);
  return (
    <Dialog
      beside
      open={sampleId !== null}
      onOpenChange={(open) => !open && onOpen(null)}
      title={
        <span className="flex items-center gap-1">
          <span className="mr-1 tabular">{t('title', { name: sample?.display_key ?? '' })}</span>
          <IconButton
            label={t('previousSample')}
            disabled={!previous}
            onClick={() => previous && onOpen(previous.sampleId)}
            className="size-7"
          >
            <ChevronLeft size={16} aria-hidden />
          </IconButton>
          <IconButton
            label={t('nextSample')}
            disabled={!next}
            onClick={() => next && onOpen(next.sampleId)}
            className="size-7"
          >
            <ChevronRight size={16} aria-hidden />
          </IconButton>
        </span>
      }
      description={characteristic.name}
    >
      {sampleId !== null && (
        <InspectorBody key={sampleId} sampleId={sampleId} model={model} characteristic={characteristic} />
      )}
    </Dialog>
  );
}
