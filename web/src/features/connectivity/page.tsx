// The Connectivity Hub: which machines' measurements come in, through which servers, and what is wrong with them. Heading
// and navigation around the part that the address names.
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { SectionNav } from './section-nav';

export function Component() {
  const { t } = useTranslation('connectivity');
  return (
    <div className="flex flex-col gap-2.5 p-2.5 lg:h-full print:block print:h-auto">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-1.5">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h1 className="text-xl font-semibold">{t('title')}</h1>
          <p className="text-ink-muted">{t('subtitle')}</p>
        </div>
        <div className="flex-1" />
        <SectionNav />
      </header>
      <Outlet />
    </div>
  );
}
