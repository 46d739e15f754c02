// Above the rows: what waits outside, what is chosen, and what can be done with it.
import { Button, IconButton } from '@/shared/ui/button';
import { ArrowUp, CheckCheck, RefreshCw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

interface ListToolbarProps {
  selected: number;
  arrivals: number;
  canAcknowledge: boolean;
  hasOpen: boolean;
  onShowArrivals: () => void;
  onClear: () => void;
  onBulk: () => void;
  onRefresh: () => void;
}

export function ListToolbar(props: ListToolbarProps) {
  const { selected, arrivals, canAcknowledge, hasOpen } = props;
  const { t } = useTranslation('violations');
  return (
    <div
      role="toolbar"
      aria-label={t('selection.label')}
      className="flex min-h-11 flex-wrap items-center gap-2 border-b border-line px-2.5 py-1.5"
    >
      {selected > 0 && (
        <span className="inline-flex items-center gap-1 font-medium tabular">
          {t('selection.count', { count: selected })}
          <IconButton label={t('selection.clear')} className="size-6!" onClick={props.onClear}>
            <X size={14} aria-hidden />
          </IconButton>
        </span>
      )}
      {selected === 0 && <span className="text-ink-muted max-sm:hidden">{t('order')}</span>}
      {!canAcknowledge && <span className="text-ink-muted">{t('operatorHint')}</span>}
      <span role="status">
        {arrivals > 0 && (
          <button
            type="button"
            onClick={props.onShowArrivals}
            className="inline-flex h-7 items-center gap-1.5 rounded-full bg-info-soft px-2.5 font-medium text-info tabular hover:underline"
          >
            <ArrowUp size={14} aria-hidden />
            {t('arrivals.label', { count: arrivals })}
          </button>
        )}
      </span>
      <div className="flex-1" />
      <IconButton label={t('refresh')} onClick={props.onRefresh}>
        <RefreshCw size={15} aria-hidden />
      </IconButton>
      {canAcknowledge && hasOpen && (
        <Button
          variant="primary"
          disabled={selected === 0}
          title={selected === 0 ? t('bulkHint') : undefined}
          icon={<CheckCheck size={15} aria-hidden />}
          onClick={props.onBulk}
        >
          {t('bulk', { count: selected })}
        </Button>
      )}
    </div>
  );
}
