import { AddressNotice } from '@/shared/address/address-notice';
import { useUnmet } from '@/shared/address/use-unmet';
import type { Whereabouts } from '@/shared/plants/use-follow-characteristic';
import { useWindowName } from '@/shared/ui/use-window-name';
import { useTranslation } from 'react-i18next';
import { DASHBOARD_RULES, type DashboardState } from './dashboard-url';

const histogramTexts = {
  below: 'toolbar.histogramBelow',
  right: 'toolbar.histogramRight',
  hidden: 'toolbar.histogramHidden',
} as const;

interface DashboardNoticeProps {
  state: DashboardState;
  whereabouts: Whereabouts;
  /** The sample that the address names is not one of the characteristic. */
  isStrayingSample: boolean;
  onAdopt: () => void;
}

/** What the address asks for and this page shows otherwise. */
export function DashboardNotice({ state, whereabouts, isStrayingSample, onAdopt }: DashboardNoticeProps) {
  const { t } = useTranslation('dashboard');
  const nameOf = useWindowName();
  const unmet = useUnmet(DASHBOARD_RULES, {
    c: whereabouts === 'nowhere' && 'characteristic',
    sample: isStrayingSample && 'sample',
  });
  return (
    <AddressNotice
      unmet={unmet}
      onAdopt={onAdopt}
      shown={{
        range: nameOf(state.window),
        x: t(state.axis === 'index' ? 'toolbar.axisIndex' : 'toolbar.axisTime'),
        hist: t(histogramTexts[state.histogram]),
        spec: t(state.showSpec ? 'toolbar.specShown' : 'toolbar.specHidden'),
        view: t(state.view === 'chart' ? 'toolbar.viewChart' : 'toolbar.viewTable'),
        sample: t('toolbar.noSample'),
      }}
    />
  );
}
