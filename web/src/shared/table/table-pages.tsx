import { formatCount } from '@/shared/lib/format';
import { Button } from '@/shared/ui/button';
import { useTranslation } from 'react-i18next';
import { pagesOf, shownOf } from './pages';

interface TablePagesProps {
  page: number;
  size: number;
  total: number;
  onPage: (page: number) => void;
  /** Which rows of how many are shown, in words. */
  showing: (range: { from: string; to: string; total: string }) => string;
}

/** The way through the pages below a table. */
export function TablePages({ page, size, total, onPage, showing }: TablePagesProps) {
  const { t } = useTranslation();
  const pages = pagesOf(total, size);
  const { from, to } = shownOf(page, total, size);
  return (
    <nav
      aria-label={t('table.pages')}
      className="flex flex-wrap items-center justify-between gap-2 border-t border-line px-3 py-2"
    >
      <p className="text-ink-muted tabular">
        {showing({ from: formatCount(from), to: formatCount(to), total: formatCount(total) })}
      </p>
      <div className="flex items-center gap-2">
        <Button disabled={page <= 1} onClick={() => onPage(page - 1)}>
          {t('table.previous')}
        </Button>
        <span className="text-ink-muted tabular">
          {t('table.page', { page: formatCount(page), pages: formatCount(pages) })}
        </span>
        <Button disabled={page >= pages} onClick={() => onPage(page + 1)}>
          {t('table.next')}
        </Button>
      </div>
    </nav>
  );
}
