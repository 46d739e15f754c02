import { SectionFrame } from '@/shared/ui/section-frame';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('apiKeys');
  return (
    <SectionFrame title={t('title')} subtitle={t('subtitle')}>
      {children}
    </SectionFrame>
  );
}
