// The dry run: how many there are of what, and each topic with what becomes of it.
import type { TemplatePreview as Preview } from '@/shared/api/types';
import { Button } from '@/shared/ui/button';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { useTranslation } from 'react-i18next';
import { useDiscovery } from '../browse/use-discovery';
import { TemplateTable } from './template-table';
import type { TemplateState } from './use-template';

function Counts({ preview }: { preview: Preview }) {
  const { t } = useTranslation('connectivity');
  const { new_count, new_place_count, mapped_count, refused_count, over_limit_count, unread_count, limit } =
    preview;
  return (
    <div role="status" className="mb-2">
      <ul className="flex flex-wrap gap-x-4 font-medium tabular">
        <li>{t('template.counts.new', { count: new_count })}</li>
        {new_place_count > 0 && <li>{t('template.counts.places', { count: new_place_count })}</li>}
        {mapped_count > 0 && (
          <li className="text-ink-muted">{t('template.counts.mapped', { count: mapped_count })}</li>
        )}
        {refused_count > 0 && (
          <li className="text-caution">{t('template.counts.refused', { count: refused_count })}</li>
        )}
      </ul>
      {over_limit_count > 0 && (
        <p className="text-caution">{t('template.overLimit', { count: over_limit_count, limit })}</p>
      )}
      {unread_count > 0 && <p className="text-caution">{t('template.unread', { count: unread_count })}</p>}
    </div>
  );
}

function NoMatch({ preview, brokerId }: { preview: Preview; brokerId: number }) {
  const { t } = useTranslation('connectivity');
  const discovery = useDiscovery(brokerId);
  if (preview.is_listening)
    return (
      <EmptyState
        title={t('template.noMatch')}
        hint={t('template.noMatchHint', { count: preview.seen_count })}
      />
    );
  return (
    <EmptyState
      title={t('template.notListening')}
      hint={t('template.notListeningHint')}
      action={
        <Button busy={discovery.isPending} onClick={() => discovery.start(brokerId)}>
          {t('template.listen')}
        </Button>
      }
    />
  );
}

export function TemplatePreview({ form }: { form: TemplateState }) {
  const { t } = useTranslation('connectivity');
  const { preview, isComplete, failure, values } = form;
  if (!isComplete) return <EmptyState title={t('template.incomplete')} />;
  if (preview.isError) {
    if (failure === null) return <EmptyState title={t('template.failed')} />;
    return <ErrorState title={t('template.failed')} error={failure} onRetry={() => void preview.refetch()} />;
  }
  if (!preview.data) return <LoadingState text={t('template.loading')} />;
  if (preview.data.matched_count === 0)
    return <NoMatch preview={preview.data} brokerId={values.broker_id ?? 0} />;
  return (
    <>
      <Counts preview={preview.data} />
      <TemplateTable rows={preview.data.rows} />
    </>
  );
}
