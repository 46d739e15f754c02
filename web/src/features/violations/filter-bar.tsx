import { cn } from '@/shared/lib/cn';
import { positiveInteger } from '@/shared/lib/positive-integer';
import { Button } from '@/shared/ui/button';
import { SelectField } from '@/shared/ui/field';
import { Segmented } from '@/shared/ui/segmented';
import { TimeRangeField } from '@/shared/ui/time-range-field';
import { Badge } from '@/shared/ui/badge';
import { SlidersHorizontal } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CharacteristicFilter } from './characteristic-filter';
import type { ChangeView } from './use-violation-view';
import { countFilters, defaultFilter, RULES, SEVERITIES, STATUSES, type ViolationView } from './view';

interface FilterBarProps {
  view: ViolationView;
  onChange: ChangeView;
}

function NarrowingFilters({ view, onChange }: FilterBarProps) {
  const { t } = useTranslation(['violations', 'common']);
  return (
    <>
      <SelectField
        label={t('filters.rule')}
        className="w-48 max-sm:w-full"
        value={view.rule ?? ''}
        onChange={({ target }) =>
          onChange({ rule: RULES.find((rule) => rule === positiveInteger(target.value)) ?? null })
        }
      >
        <option value="">{t('filters.allRules')}</option>
        {RULES.map((rule) => (
          <option key={rule} value={rule}>
            {t('common:ruleLabel', { rule, name: t(`common:rules.${rule}`) })}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('filters.severity')}
        className="w-36 max-sm:w-full"
        value={view.severity ?? ''}
        onChange={({ target }) =>
          onChange({ severity: SEVERITIES.find((severity) => severity === target.value) ?? null })
        }
      >
        <option value="">{t('filters.allSeverities')}</option>
        {SEVERITIES.map((severity) => (
          <option key={severity} value={severity}>
            {t(`stats.${severity}`)}
          </option>
        ))}
      </SelectField>
      <CharacteristicFilter
        value={view.characteristicId}
        onChange={(characteristicId) => onChange({ characteristicId })}
      />
      <TimeRangeField value={view.window} onChange={(window) => onChange({ window })} allowAll />
    </>
  );
}

export function FilterBar({ view, onChange }: FilterBarProps) {
  const { t } = useTranslation('violations');
  const [expanded, setExpanded] = useState(false);
  const panelId = useId();
  const active = countFilters(view);
  return (
    <section aria-label={t('filters.label')} className="flex flex-wrap items-end gap-2.5">
      <Segmented
        label={t('filters.status')}
        value={view.status}
        onChange={(status) => onChange({ status })}
        options={STATUSES.map((status) => ({ value: status, label: t(`statuses.${status}`) }))}
        className="max-sm:w-full max-sm:[&>button]:flex-auto max-sm:[&>button]:px-1"
      />
      <Button
        className="sm:hidden"
        aria-expanded={expanded}
        aria-controls={panelId}
        icon={<SlidersHorizontal size={15} aria-hidden />}
        onClick={() => setExpanded(!expanded)}
      >
        {t('filters.toggle')}
        {active > 0 && <Badge tone="info">{active}</Badge>}
      </Button>
      <div
        id={panelId}
        className={cn('flex flex-wrap items-start gap-2.5 max-sm:w-full', !expanded && 'max-sm:hidden')}
      >
        <NarrowingFilters view={view} onChange={onChange} />
      </div>
      {active > 0 && (
        <Button variant="quiet" onClick={() => onChange({ ...defaultFilter, status: view.status })}>
          {t('filters.clear')}
        </Button>
      )}
    </section>
  );
}
