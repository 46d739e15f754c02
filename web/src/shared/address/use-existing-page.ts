import { toast } from '@/shared/ui/toast';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** Steps back to the last page, and says so, when the list is shorter than the address says. Null pages: not known yet. */
export function useExistingPage(page: number, pages: number | null, goTo: (page: number) => void): void {
  const { t } = useTranslation();
  useEffect(() => {
    if (pages === null || page <= pages) return;
    toast.info(t('address.noPage', { asked: page }), t('address.lastPage', { page: pages }));
    goTo(pages);
  }, [page, pages, goTo, t]);
}
