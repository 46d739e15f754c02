// All features, in the order of the navigation.
import { apiKeys } from '@/features/api-keys/feature';
import { audit } from '@/features/audit/feature';
import { passwordChange, signIn } from '@/features/auth/feature';
import { connectivity } from '@/features/connectivity/feature';
import { dashboard } from '@/features/dashboard/feature';
import { dataEntry } from '@/features/data-entry/feature';
import { notifications } from '@/features/notifications/feature';
import { people, profile } from '@/features/people/feature';
import { violations } from '@/features/violations/feature';
import { atLeast } from '@/shared/auth/roles';
import type { RoleName } from '@/shared/api/types';
import type { Feature, NavigationEntry } from '@/shared/routing/feature';

export const features: readonly Feature[] = [
  dashboard,
  dataEntry,
  violations,
  connectivity,
  notifications,
  people,
  apiKeys,
  profile,
  audit,
  signIn,
  passwordChange,
];

/** What of the navigation is for somebody of the role. */
export const navigationOf = (role: RoleName): NavigationEntry[] =>
  features.flatMap(({ navigation, needs }) =>
    navigation && (needs === undefined || atLeast(role, needs)) ? [navigation] : [],
  );
