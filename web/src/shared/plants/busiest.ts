// Where something happens: what is opened for somebody who has chosen nothing yet. Pure.
import type { Characteristic } from '@/shared/api/types';

const eventsOf = ({ unacknowledged_violations, sample_count }: Characteristic): [number, number] => [
  unacknowledged_violations ?? 0,
  sample_count ?? 0,
];

/** The characteristic with most that is open, else with most samples; none while nothing was ever measured. */
export function busiest(characteristics: readonly Characteristic[]): Characteristic | undefined {
  const [first] = characteristics
    .filter(({ sample_count }) => (sample_count ?? 0) > 0)
    .sort((a, b) => {
      const [openA, samplesA] = eventsOf(a);
      const [openB, samplesB] = eventsOf(b);
      return openB - openA || samplesB - samplesA || a.id - b.id;
    });
  return first;
}

/** The plant of the busiest characteristic, else the first. */
export function busiestPlant(byPlant: ReadonlyMap<number, readonly Characteristic[]>): number | null {
  const best = busiest([...byPlant.values()].flat());
  const found = [...byPlant].find(([, characteristics]) => characteristics.some(({ id }) => id === best?.id));
  return found?.[0] ?? [...byPlant.keys()][0] ?? null;
}
