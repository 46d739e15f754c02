import { AddressNotice } from '@/shared/address/address-notice';
import { useUnmet } from '@/shared/address/use-unmet';
import type { Whereabouts } from '@/shared/plants/use-follow-characteristic';
import { useWindowName } from '@/shared/ui/use-window-name';
import { useTranslation } from 'react-i18next';
import { ENTRY_RULES, type EntryState } from './entry-url';

interface EntryNoticeProps {
  state: EntryState;
  whereabouts: Whereabouts;
  onAdopt: () => void;
}

/** What the address asks for and this page shows otherwise. */
export function EntryNotice({ state, whereabouts, onAdopt }: EntryNoticeProps) {
  const { t } = useTranslation(['dataEntry', 'common']);
  const nameOf = useWindowName();
  const unmet = useUnmet(ENTRY_RULES, { c: whereabouts === 'nowhere' && 'characteristic' });
  return (
    <AddressNotice
      unmet={unmet}
      onAdopt={onAdopt}
      shown={{
        view: t(`views.${state.view}`),
        range: state.window ? nameOf(state.window) : t('common:timeRange.all'),
        excluded: t(state.includeExcluded ? 'history.withExcluded' : 'history.withoutExcluded'),
        sort: t(state.oldestFirst ? 'history.oldestFirst' : 'history.newestFirst'),
        page: t('history.pageShown', { page: state.page }),
      }}
    />
  );
}
