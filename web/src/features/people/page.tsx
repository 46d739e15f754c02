// People: who has an account, how far it reaches, and where it is signed in.
import { SectionFrame } from '@/shared/ui/section-frame';
import { useTranslation } from 'react-i18next';

export function Component() {
  const { t } = useTranslation('people');
  return <SectionFrame title={t('title')} subtitle={t('subtitle')} />;
}
