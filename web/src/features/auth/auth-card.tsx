import { Card } from '@/shared/ui/card';
import { Logo } from '@/shared/ui/logo';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export function AuthCard({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation('auth');
  return (
    <main className="flex min-h-full flex-col items-center justify-center gap-6 p-4">
      <div className="flex items-center gap-3">
        <Logo size={40} />
        <div>
          <div className="text-xl leading-tight font-semibold tracking-tight">{t('product')}</div>
          <div className="text-ink-muted">{t('tagline')}</div>
        </div>
      </div>
      <Card className="w-full max-w-sm p-6">
        <h1 className="mb-4 text-lg font-semibold">{title}</h1>
        {children}
      </Card>
    </main>
  );
}

export function FormError({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-md bg-alarm-soft px-3 py-2 font-medium text-alarm">
      {children}
    </p>
  );
}
