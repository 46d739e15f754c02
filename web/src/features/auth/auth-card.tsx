import type { AddressRules } from '@/shared/address/address-check';
import { StrayNotice } from '@/shared/address/stray-notice';
import { Card } from '@/shared/ui/card';
import { Logo } from '@/shared/ui/logo';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Where one is led afterwards. */
const RULES: AddressRules = { next: { kind: 'path' } };

export function AuthCard({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation(['auth', 'shell']);
  return (
    <main className="flex min-h-full flex-col items-center justify-center gap-6 p-4">
      <div className="flex items-center gap-3">
        <Logo size={40} />
        <div>
          <div className="text-xl leading-tight font-semibold tracking-tight">{t('product')}</div>
          <div className="text-ink-muted">{t('tagline')}</div>
        </div>
      </div>
      <StrayNotice rules={RULES} shown={{ next: t('shell:nav.dashboard') }} className="w-full max-w-sm" />
      <Card className="w-full max-w-sm p-6">
        <h1 className="mb-4 text-lg font-semibold">{title}</h1>
        {children}
      </Card>
    </main>
  );
}
