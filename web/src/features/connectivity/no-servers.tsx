import { EmptyState } from '@/shared/ui/states';
import { Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { AddServerButton } from './add-server-button';

export function NoServers() {
  const { t } = useTranslation('connectivity');
  return (
    <EmptyState
      icon={<Unplug aria-hidden size={28} />}
      title={t('noServers.title')}
      hint={t('noServers.hint')}
      action={<AddServerButton />}
    />
  );
}
