import { useTranslation } from 'react-i18next';

export function Component() {
  const { t } = useTranslation('dashboard');
  return (
    <div className="p-4">
      <h1 className="text-xl font-semibold">{t('title')}</h1>
    </div>
  );
}
