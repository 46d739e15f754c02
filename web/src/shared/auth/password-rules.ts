// The rules of a password change, as the server has them. Messages are translation keys of namespace `auth`.
import { z } from 'zod/mini';

export type PasswordProblem = 'currentMissing' | 'tooShort' | 'mismatch' | 'sameAsOld';

const problem = (key: PasswordProblem) => key;

export const passwordChange = z
  .object({
    current: z.string().check(z.minLength(1, problem('currentMissing'))),
    next: z.string().check(z.minLength(8, problem('tooShort'))),
    confirmed: z.string(),
  })
  .check(
    z.refine(({ current, next }) => current !== next, { path: ['next'], error: problem('sameAsOld') }),
    z.refine(({ next, confirmed }) => next === confirmed, {
      path: ['confirmed'],
      error: problem('mismatch'),
    }),
  );

export type PasswordChange = z.infer<typeof passwordChange>;
