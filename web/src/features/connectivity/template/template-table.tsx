// Each topic that matches, and what becomes of it.
import type { TemplateRow } from '@/shared/api/types';
import { Badge, type Tone } from '@/shared/ui/badge';
import { Button } from '@/shared/ui/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const STEP = 100;
const TONES: Record<TemplateRow['outcome'], Tone> = {
  make: 'ok',
  map: 'ok',
  mapped: 'neutral',
  refused: 'caution',
};
const COLUMNS = ['topic', 'place', 'characteristic', 'outcome'] as const;

function Row({ row }: { row: TemplateRow }) {
  const { t } = useTranslation('connectivity');
  return (
    <tr className="border-b border-line align-top last:border-b-0">
      <td className="px-2.5 py-1 font-mono text-xs break-all">
        {row.topic}
        {row.metric !== null && <div className="text-ink-muted">{row.metric}</div>}
      </td>
      <td className="px-2.5 py-1 break-words">
        {row.place} {row.is_place_new && <Badge tone="info">{t('template.newPlace')}</Badge>}
      </td>
      <td className="px-2.5 py-1 break-words">{row.characteristic}</td>
      <td className="px-2.5 py-1">
        <Badge tone={TONES[row.outcome]}>{t(`template.outcomes.${row.outcome}`)}</Badge>
        {row.problem !== null && <p className="mt-0.5 text-xs break-words text-caution">{row.problem}</p>}
      </td>
    </tr>
  );
}

export function TemplateTable({ rows }: { rows: readonly TemplateRow[] }) {
  const { t } = useTranslation('connectivity');
  const [limit, setLimit] = useState(STEP);
  return (
    <div className="rounded-md border border-line">
      <table className="w-full text-sm">
        <caption className="sr-only">{t('template.preview')}</caption>
        <thead>
          <tr className="border-b border-line text-left text-xs text-ink-muted">
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="px-2.5 py-1 font-medium">
                {t(`template.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, limit).map((row) => (
            <Row key={`${row.topic} ${row.metric ?? ''}`} row={row} />
          ))}
        </tbody>
      </table>
      {rows.length > limit && (
        <div className="flex justify-center p-2">
          <Button onClick={() => setLimit(limit + STEP)}>
            {t('template.more', { count: Math.min(STEP, rows.length - limit) })}
          </Button>
        </div>
      )}
    </div>
  );
}
