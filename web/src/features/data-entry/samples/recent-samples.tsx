import { useSamples } from '@/shared/api/queries/samples';
import type { Characteristic } from '@/shared/api/types';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { useTranslation } from 'react-i18next';
import { useEntryStore } from '@/shared/entry/entry-store';
import type { SampleAction } from './sample-actions';
import { SampleTable } from './sample-table';

const SHOWN = 8;

interface RecentSamplesProps {
  characteristic: Characteristic;
  onOpen: (sampleId: number) => void;
  onAction: (action: SampleAction) => void;
  onShowAll: () => void;
}

/** The newest samples beside the form, so that a slip can be mended at once. */
export function RecentSamples({ characteristic, onOpen, onAction, onShowAll }: RecentSamplesProps) {
  const { t } = useTranslation('dataEntry');
  const query = useSamples({ characteristic_id: characteristic.id, limit: SHOWN, include_excluded: true });
  const mine = useEntryStore((store) => store.submitted);
  const body = () => {
    if (query.isError && !query.data) {
      return (
        <ErrorState title={t('recent.failed')} error={query.error} onRetry={() => void query.refetch()} />
      );
    }
    if (!query.data) return <LoadingState text={t('history.loading')} />;
    if (query.data.items.length === 0) return <EmptyState title={t('recent.empty')} />;
    return (
      <SampleTable
        characteristic={characteristic}
        full={false}
        samples={query.data.items}
        mine={mine}
        onOpen={onOpen}
        onAction={onAction}
      />
    );
  };
  return (
    <Card className="min-h-40">
      <div className="flex items-center justify-between py-1.5 pr-1.5 pl-3">
        <h3 className="text-sm font-semibold">{t('recent.title')}</h3>
        <Button variant="quiet" onClick={onShowAll}>
          {t('recent.all')}
        </Button>
      </div>
      {body()}
    </Card>
  );
}
