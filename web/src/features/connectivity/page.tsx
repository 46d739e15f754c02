// The Connectivity Hub: which machines' measurements come in, through which servers, and what is wrong with them.
import { SectionFrame } from '@/shared/ui/section-frame';
import { useTranslation } from 'react-i18next';
import { SectionNav } from './section-nav';

export function Component() {
  const { t } = useTranslation('connectivity');
  return <SectionFrame title={t('title')} subtitle={t('subtitle')} nav={<SectionNav />} />;
}
