import { formatCount } from '@/shared/lib/format';
import { IconButton } from '@/shared/ui/button';
import { controlClass } from '@/shared/ui/field';
import { cn } from '@/shared/lib/cn';
import { positiveInteger } from '@/shared/lib/positive-integer';
import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, type LucideIcon } from 'lucide-react';
import { type SubmitEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeView } from './use-violation-view';
import { PAGE_SIZES, type ViolationView } from './view';

interface PagerProps {
  view: Pick<ViolationView, 'page' | 'perPage'>;
  total: number;
  onChange: ChangeView;
}

function PageBox({ page, pages, onGo }: { page: number; pages: number; onGo: (page: number) => void }) {
  const { t } = useTranslation('violations');
  const [text, setText] = useState(String(page));
  const go = () => {
    const wanted = Math.min(positiveInteger(text) ?? page, pages);
    setText(String(wanted));
    if (wanted !== page) onGo(wanted);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    go();
  };
  return (
    <form onSubmit={submit} className="flex items-center gap-1.5">
      <input
        aria-label={t('pager.page')}
        inputMode="numeric"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={go}
        className={cn(controlClass, 'w-12! px-1 text-center tabular')}
      />
      <span className="text-ink-muted tabular">{t('pager.of', { pages: formatCount(pages) })}</span>
    </form>
  );
}

export function Pager({ view: { page, perPage }, total, onChange }: PagerProps) {
  const { t } = useTranslation('violations');
  const sizeId = useId();
  const pages = Math.max(1, Math.ceil(total / perPage));
  const go = (to: number) => onChange({ page: to });
  const step = (label: 'first' | 'previous' | 'next' | 'last', to: number, Icon: LucideIcon) => (
    <IconButton label={t(`pager.${label}`)} disabled={to === page} onClick={() => go(to)}>
      <Icon size={16} aria-hidden />
    </IconButton>
  );
  return (
    <nav
      aria-label={t('pager.label')}
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line px-2.5 py-1.5"
    >
      <span data-testid="pager-range" className="text-ink-muted tabular">
        {t('pager.range', {
          from: formatCount(Math.min((page - 1) * perPage + 1, total)),
          to: formatCount(Math.min(page * perPage, total)),
          total: formatCount(total),
        })}
      </span>
      <div className="flex items-center gap-1">
        {step('first', 1, ChevronFirst)}
        {step('previous', Math.max(1, page - 1), ChevronLeft)}
        <PageBox key={page} page={page} pages={pages} onGo={go} />
        {step('next', Math.min(pages, page + 1), ChevronRight)}
        {step('last', pages, ChevronLast)}
      </div>
      <label htmlFor={sizeId} className="flex items-center gap-2 text-ink-muted">
        {t('pager.perPage')}
        <select
          id={sizeId}
          value={perPage}
          onChange={({ target }) => {
            const size = PAGE_SIZES.find((item) => String(item) === target.value);
            if (size) onChange({ perPage: size });
          }}
          className={cn(controlClass, 'w-auto! px-1.5')}
        >
          {PAGE_SIZES.map((size) => (
            <option key={size}>{size}</option>
          ))}
        </select>
      </label>
    </nav>
  );
}
