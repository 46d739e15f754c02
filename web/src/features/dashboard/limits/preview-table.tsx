// Old and new lines side by side, with the signals that each would give, before anything is stored.
import type { useLimitsPreview } from '@/shared/api/queries/limits';
import { useErrorText } from '@/shared/api/use-error-text';
import { decimalsApart, formatValue } from '@/shared/lib/format';
import { useTranslation } from 'react-i18next';

interface PreviewTableProps {
  preview: ReturnType<typeof useLimitsPreview>;
  decimals: number;
}

type Signals = NonNullable<NonNullable<PreviewTableProps['preview']['data']>['signals']['before']>;

function SignalsCell({ signals }: { signals: Signals | null }) {
  const { t } = useTranslation(['dashboard', 'common']);
  if (!signals) return '–';
  const rules = Object.entries(signals.by_rule);
  return (
    <>
      {signals.total}
      {rules.map(([rule, count]) => (
        <span key={rule} className="block text-xs text-ink-muted">
          {t('limits.ruleSignals', { rule, name: t(`common:rules.${Number(rule) as 1}`), count })}
        </span>
      ))}
    </>
  );
}

export function PreviewTable({ preview: { data, error, isPlaceholderData }, decimals }: PreviewTableProps) {
  const { t } = useTranslation(['dashboard', 'charts']);
  const errorText = useErrorText();
  if (error) {
    return (
      <p role="alert" className="rounded-md bg-caution-soft px-3 py-2 text-caution">
        {errorText(error)}
      </p>
    );
  }
  if (!data) return <p className="text-ink-muted">{t('limits.previewing')}</p>;
  const { before, after, signals, sigma_before, calculation } = data;
  const row = (name: string, old: number | null, next: number | null, digits = decimals) => {
    const apart = decimalsApart([old, next], digits);
    return (
      <tr className="border-t border-line">
        <th scope="row" className="py-1 text-left font-medium">
          {name}
        </th>
        <td className="py-1 text-right tabular">{formatValue(old, apart)}</td>
        <td className="py-1 text-right font-semibold tabular">{formatValue(next, apart)}</td>
      </tr>
    );
  };
  return (
    <table aria-busy={isPlaceholderData} data-testid="limits-preview" className="w-full text-sm">
      <caption className="pb-1 text-left text-ink-muted">
        {t('limits.previewOf', { count: signals.sample_count })}
      </caption>
      <thead>
        <tr className="text-ink-muted">
          <td />
          <th scope="col" className="py-1 text-right font-medium">
            {t('limits.before')}
          </th>
          <th scope="col" className="py-1 text-right font-medium">
            {t('limits.after')}
          </th>
        </tr>
      </thead>
      <tbody>
        {row(t('charts:ucl'), before.ucl, after.ucl)}
        {row(t('charts:center'), before.center_line, after.center_line)}
        {row(t('charts:lcl'), before.lcl, after.lcl)}
        {row(t('limits.sigma'), sigma_before, calculation.sigma, decimals + 1)}
        <tr className="border-t border-line align-top">
          <th scope="row" className="py-1 text-left font-medium">
            {t('limits.signals')}
          </th>
          <td className="py-1 text-right tabular">
            <SignalsCell signals={signals.before} />
          </td>
          <td className="py-1 text-right font-semibold tabular">
            <SignalsCell signals={signals.after} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}
