import { usePlants } from '@/shared/api/queries/plants';
import { positiveInteger } from '@/shared/lib/positive-integer';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useClaimAddress } from './address-claims';
import { type AddressRules, type MissingNoun, type Unmet, unmetParameters } from './address-check';

/** Parameters whose value names something that is not there. */
export type MissingThings = Partial<Record<string, MissingNoun | false>>;

/** What of the address in the address bar is not shown as it was asked for. */
export function useUnmet(rules: AddressRules, missing: MissingThings = {}): Unmet[] {
  useClaimAddress();
  const [params] = useSearchParams();
  const { data: plants } = usePlants();
  const badlyWritten = useMemo(() => unmetParameters(params, rules), [params, rules]);
  const plantId = positiveInteger(params.get('plant'));
  const isUnknownPlant =
    rules.plant !== undefined &&
    plantId !== null &&
    plants !== undefined &&
    !plants.some(({ id }) => id === plantId);
  const things: MissingThings = { ...missing, plant: isUnknownPlant && 'plant' };
  return [
    ...badlyWritten,
    ...Object.entries(things).flatMap(([name, noun]): Unmet[] => {
      const asked = params.get(name);
      const isToldAlready = badlyWritten.some((unmet) => unmet.name === name && unmet.asked === asked);
      return noun && asked !== null && !isToldAlready
        ? [{ name, asked, why: { kind: 'missing', noun } }]
        : [];
    }),
  ];
}
