import { useClaimAddress } from '@/shared/address/address-claims';
import { EmptyState } from '@/shared/ui/states';
import { MapPinOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';

export function NotFound() {
  useClaimAddress();
  const { t } = useTranslation('shell');
  const { pathname } = useLocation();
  return (
    <EmptyState
      icon={<MapPinOff aria-hidden size={26} />}
      title={t('notFoundTitle')}
      hint={t('notFoundBody', { path: pathname })}
      action={
        <Link to="/dashboard" className="font-medium text-accent underline-offset-2 hover:underline">
          {t('returnToDashboard')}
        </Link>
      }
    />
  );
}
