import { useAuditKinds } from '@/shared/api/queries/audit';
import { usePlants } from '@/shared/api/queries/plants';
import { cn } from '@/shared/lib/cn';
import { positiveInteger } from '@/shared/lib/positive-integer';
import { Button } from '@/shared/ui/button';
import { SelectField, TextField } from '@/shared/ui/field';
import { TimeRangeField } from '@/shared/ui/time-range-field';
import { SlidersHorizontal } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AuditView, everything, isFiltered } from './audit-view';

interface AuditFiltersProps {
  view: AuditView;
  onChange: (change: Partial<AuditView>) => void;
}

interface WordsProps {
  label: string;
  all: string;
  words: readonly string[];
  value: string;
  onChange: (word: string) => void;
}

/** One of the words that the trail knows, or one that the address says. */
const Words = ({ label, all, words, value, onChange }: WordsProps) => (
  <SelectField
    label={label}
    className="w-52 max-sm:w-full"
    value={value}
    onChange={({ target }) => onChange(target.value)}
  >
    <option value="">{all}</option>
    {[...new Set([...words, ...(value === '' ? [] : [value])])].map((word) => (
      <option key={word} value={word}>
        {word}
      </option>
    ))}
  </SelectField>
);

const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value.trim() : '');

export function AuditFilters({ view, onChange }: AuditFiltersProps) {
  const { t } = useTranslation('audit');
  const [expanded, setExpanded] = useState(false);
  const panelId = useId();
  const { data: kinds } = useAuditKinds();
  const { data: plants } = usePlants();
  return (
    <section aria-label={t('filters.label')} className="flex flex-wrap items-start gap-2.5">
      <Button
        className="sm:hidden"
        aria-expanded={expanded}
        aria-controls={panelId}
        icon={<SlidersHorizontal size={15} aria-hidden />}
        onClick={() => setExpanded(!expanded)}
      >
        {t('filters.toggle')}
      </Button>
      <div
        id={panelId}
        className={cn('flex flex-wrap items-start gap-2.5 max-sm:w-full', !expanded && 'max-sm:hidden')}
      >
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            const typed = new FormData(event.currentTarget);
            onChange({ who: textOf(typed.get('who')), id: textOf(typed.get('id')) });
          }}
        >
          <TextField
            key={`who ${view.who}`}
            label={t('filters.who')}
            name="who"
            type="search"
            className="w-44 max-sm:w-full"
            defaultValue={view.who}
            maxLength={255}
          />
          <Words
            label={t('filters.kind')}
            all={t('filters.allKinds')}
            words={kinds?.entity_types ?? []}
            value={view.kind}
            onChange={(kind) => onChange({ kind })}
          />
          <TextField
            key={`id ${view.id}`}
            label={t('filters.id')}
            name="id"
            className="w-28 max-sm:w-full"
            defaultValue={view.id}
            maxLength={100}
          />
          <Button type="submit" className="sm:mt-[1.375rem]">
            {t('filters.search')}
          </Button>
        </form>
        <Words
          label={t('filters.action')}
          all={t('filters.allActions')}
          words={kinds?.actions ?? []}
          value={view.action}
          onChange={(action) => onChange({ action })}
        />
        <SelectField
          label={t('filters.site')}
          className="w-44 max-sm:w-full"
          value={view.site ?? ''}
          onChange={({ target }) => onChange({ site: positiveInteger(target.value) })}
        >
          <option value="">{t('filters.allSites')}</option>
          {(plants ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <TimeRangeField value={view.window} onChange={(window) => onChange({ window })} allowAll />
      </div>
      {isFiltered(view) && (
        <Button variant="quiet" className="sm:mt-[1.375rem]" onClick={() => onChange(everything)}>
          {t('filters.clear')}
        </Button>
      )}
    </section>
  );
}
