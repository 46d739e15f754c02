// The plants of which an account's form speaks. Pure.
import type { Plant, User } from '@/shared/api/types';

interface PlantChoice {
  id: number;
  name: string;
}

/** All that there are, and those where the account has a role although they are not in use any more. */
export function plantChoices(plants: readonly Plant[], user: User | null): PlantChoice[] {
  const others = (user?.plant_roles ?? []).filter(
    ({ plant_id }) => !plants.some(({ id }) => id === plant_id),
  );
  return [
    ...plants.map(({ id, name }) => ({ id, name })),
    ...others.map(({ plant_id, plant_name }) => ({ id: plant_id, name: plant_name })),
  ];
}
