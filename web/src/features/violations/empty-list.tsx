import { Button } from '@/shared/ui/button';
import { EmptyState } from '@/shared/ui/states';
import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChangeView } from './use-violation-view';
import { countFilters, defaultFilter, type ViolationView } from './view';

/** Why the list is empty, and the way out. */
export function EmptyList({ view, onChange }: { view: ViolationView; onChange: ChangeView }) {
  const { t } = useTranslation('violations');
  const isFiltered = countFilters(view) > 0;
  const isEverything = view.status === 'all' && !isFiltered;
  const hint = isFiltered
    ? 'filtered'
    : view.status === 'required'
      ? 'required'
      : isEverything
        ? 'none'
        : 'filtered';
  return (
    <div className="flex-1">
      <EmptyState
        icon={<ShieldCheck aria-hidden size={28} />}
        title={t('empty.title')}
        hint={t(`empty.${hint}`)}
        action={
          isEverything ? undefined : (
            <Button onClick={() => onChange({ ...defaultFilter, status: 'all' })}>
              {t('empty.showAll')}
            </Button>
          )
        }
      />
    </div>
  );
}
