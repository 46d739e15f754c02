import { useMemo } from 'react';
import { useNavigation, useSearchParams } from 'react-router';
import { type AddressRules, unmetParameters } from './address-check';
import { useIsAddressClaimed } from './address-claims';
import { AddressNotice } from './address-notice';

const NONE: AddressRules = {};

interface StrayNoticeProps {
  rules?: AddressRules;
  shown?: Partial<Record<string, string>>;
  className?: string;
}

/** For pages that have no options, or only those of `rules`: what else the address holds is told, and can be taken out. */
export function StrayNotice({ rules = NONE, shown = {}, className }: StrayNoticeProps) {
  const [params, setParams] = useSearchParams();
  const isClaimed = useIsAddressClaimed();
  const isLeaving = useNavigation().state !== 'idle';
  const unmet = useMemo(() => unmetParameters(params, rules), [params, rules]);
  if (isClaimed || isLeaving || unmet.length === 0) return null;
  const adopt = () => {
    const kept = new URLSearchParams();
    for (const [name, value] of params)
      if (!kept.has(name) && !unmet.some((item) => item.name === name && item.asked === value))
        kept.set(name, value);
    setParams(kept, { replace: true });
  };
  return (
    <div className={className}>
      <AddressNotice unmet={unmet} shown={shown} onAdopt={adopt} />
    </div>
  );
}
