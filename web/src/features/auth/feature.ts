import type { Feature } from '@/shared/routing/feature';

export const signIn: Feature = {
  session: 'anonymous',
  pages: [{ path: 'login', load: () => import('./login-page') }],
};

export const passwordChange: Feature = {
  session: 'must-change-password',
  pages: [{ path: 'change-password', load: () => import('./change-password-page') }],
};
