// What of a key can be changed at any time, with what is wrong about it. Pure.
import { flag, membersOf, neededText, whole } from '@/shared/forms/members';

export type KeyProblem = 'required' | 'tooLong' | 'rate' | 'expiry' | 'scope' | 'tooMany' | 'display';

export const changeable = membersOf({
  name: neededText(255),
  rate_limit_per_minute: whole(1, 1000, 'rate', 60),
  is_active: flag(true),
});
