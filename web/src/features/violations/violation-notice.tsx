import { AddressNotice } from '@/shared/address/address-notice';
import { useUnmet } from '@/shared/address/use-unmet';
import type { Whereabouts } from '@/shared/plants/use-follow-characteristic';
import { useWindowName } from '@/shared/ui/use-window-name';
import { useTranslation } from 'react-i18next';
import { VIOLATION_RULES, type ViolationView } from './view';

interface ViolationNoticeProps {
  view: ViolationView;
  whereabouts: Whereabouts;
  onAdopt: () => void;
}

/** What the address asks for and this page shows otherwise. */
export function ViolationNotice({ view, whereabouts, onAdopt }: ViolationNoticeProps) {
  const { t } = useTranslation(['violations', 'common']);
  const nameOf = useWindowName();
  const unmet = useUnmet(VIOLATION_RULES, { c: whereabouts === 'nowhere' && 'characteristic' });
  return (
    <AddressNotice
      unmet={unmet}
      onAdopt={onAdopt}
      shown={{
        status: t(`statuses.${view.status}`),
        rule: t('filters.allRules'),
        severity: t('filters.allSeverities'),
        range: view.window ? nameOf(view.window) : t('common:timeRange.all'),
        page: t('pager.shown', { page: view.page }),
        per: t('pager.perPageShown', { count: view.perPage }),
        ...(view.characteristicId === null ? { c: t('filters.allCharacteristics') } : {}),
      }}
    />
  );
}
