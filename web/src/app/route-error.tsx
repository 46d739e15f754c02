// Shown instead of a page that crashed while it was drawn or loaded. A failed load of a page's code usually means that a
// newer version was deployed, so that case offers a reload.
import { useClaimAddress } from '@/shared/address/address-claims';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';

const isMissingChunk = (error: unknown): boolean =>
  error instanceof TypeError && /dynamically imported module|module script/i.test(error.message);

export function RouteError() {
  useClaimAddress();
  const { t } = useTranslation(['shell', 'common']);
  const error = useRouteError();
  const outdated = isMissingChunk(error);
  return (
    <div role="alert" className="flex h-full items-center justify-center p-6">
      <Card className="flex max-w-md flex-col items-center gap-2 p-8 text-center">
        <TriangleAlert aria-hidden className="text-caution" size={26} />
        <h1 className="text-lg font-semibold">{t('crashTitle')}</h1>
        <p className="text-ink-muted">{outdated ? t('updateAvailable') : t('crashBody')}</p>
        <div className="mt-3 flex gap-2">
          <Button onClick={() => window.location.reload()}>{t('common:retry')}</Button>
          <Button variant="primary" onClick={() => window.location.assign('/dashboard')}>
            {t('returnToDashboard')}
          </Button>
        </div>
      </Card>
    </div>
  );
}
