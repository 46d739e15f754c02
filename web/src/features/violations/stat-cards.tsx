// The five counters. Each is also a filter: it makes the list show exactly what it counts.
import { formatCount } from '@/shared/lib/format';
import type { ViolationStats } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { useTranslation } from 'react-i18next';
import { defaultFilter, type ViolationFilter, type ViolationView } from './view';
import type { ChangeView } from './use-violation-view';

type Shown = Pick<ViolationFilter, 'status' | 'severity' | 'rule'>;

interface Card {
  name: 'total' | 'required' | 'informational' | 'CRITICAL' | 'WARNING';
  count: (stats: ViolationStats) => number;
  shows: Shown;
  tone: string;
}

const showing = (change: Partial<Shown>): Shown => ({
  status: 'all',
  severity: defaultFilter.severity,
  rule: defaultFilter.rule,
  ...change,
});

const cards: readonly Card[] = [
  { name: 'total', count: ({ total }) => total, shows: showing({}), tone: 'text-ink' },
  {
    name: 'required',
    count: ({ unacknowledged }) => unacknowledged,
    shows: showing({ status: 'required' }),
    tone: 'text-alarm',
  },
  {
    name: 'informational',
    count: ({ informational }) => informational,
    shows: showing({ status: 'informational' }),
    tone: 'text-info',
  },
  {
    name: 'CRITICAL',
    count: ({ by_severity }) => by_severity.CRITICAL ?? 0,
    shows: showing({ severity: 'CRITICAL' }),
    tone: 'text-alarm',
  },
  {
    name: 'WARNING',
    count: ({ by_severity }) => by_severity.WARNING ?? 0,
    shows: showing({ severity: 'WARNING' }),
    tone: 'text-caution',
  },
];

const isShown = (view: ViolationView, { status, severity, rule }: Shown): boolean =>
  view.status === status && view.severity === severity && view.rule === rule;

interface StatCardsProps {
  stats: ViolationStats | undefined;
  view: ViolationView;
  onChange: ChangeView;
}

export function StatCards({ stats, view, onChange }: StatCardsProps) {
  const { t } = useTranslation('violations');
  return (
    <ul aria-label={t('stats.label')} className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-5">
      {cards.map(({ name, count, shows, tone }) => {
        const value = stats && count(stats);
        const pressed = isShown(view, shows);
        return (
          <li key={name} className={cn(name === 'total' && 'max-sm:col-span-2')}>
            <button
              type="button"
              title={t('stats.show')}
              aria-pressed={pressed}
              onClick={() => onChange(shows)}
              className={cn(
                'flex h-full w-full items-baseline justify-between gap-x-2 rounded-lg border bg-surface px-3 py-2 text-left shadow-card hover:border-line-strong max-sm:flex-col max-sm:py-1 lg:max-xl:flex-col',
                pressed ? 'border-accent' : 'border-line',
              )}
            >
              <span className="text-ink-muted">{t(`stats.${name}`)}</span>
              <span
                data-testid={`stat-${name}`}
                className={cn('text-xl font-semibold tabular', value ? tone : 'text-ink-faint')}
              >
                {value === undefined ? '–' : formatCount(value)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
