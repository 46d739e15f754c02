// Who may see which part of the application. The server enforces the same; these only choose what to draw.
import { useClaimAddress } from '@/shared/address/address-claims';
import { isOwnPath } from '@/shared/address/own-path';
import type { RoleName } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { type SessionStatus, useSession } from '@/shared/auth/session';
import { toast } from '@/shared/ui/toast';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, useLocation, useSearchParams } from 'react-router';
import { StartScreen, type StartStatus } from './start-screen';

const home: Record<'anonymous' | 'must-change-password', string> = {
  anonymous: '/login',
  'must-change-password': '/change-password',
};

const safeNext = (next: string | null): string => (next !== null && isOwnPath(next) ? next : '/dashboard');

const isStarting = (status: SessionStatus): status is StartStatus =>
  status === 'restoring' || status === 'unreachable' || status === 'waiting';

/** Passes people in the given state on; sends others to where their state belongs, and back afterwards. */
export function RequireSession({ status: required }: { status: 'signed-in' | 'must-change-password' }) {
  const status = useSession((state) => state.status);
  const { pathname, search } = useLocation();
  const [params] = useSearchParams();
  if (isStarting(status)) return <StartScreen status={status} />;
  if (status === required) return <Outlet />;
  if (status === 'signed-in') return <Navigate to={safeNext(params.get('next'))} replace />;
  const wanted =
    required === 'signed-in' && pathname + search !== '/'
      ? `?next=${encodeURIComponent(pathname + search)}`
      : '';
  return <Navigate to={home[status] + wanted} replace />;
}

export function RequireAnonymous() {
  const status = useSession((state) => state.status);
  const [params] = useSearchParams();
  if (isStarting(status)) return <StartScreen status={status} />;
  if (status === 'anonymous') return <Outlet />;
  if (status === 'signed-in') return <Navigate to={safeNext(params.get('next'))} replace />;
  // The way to where one wanted to go leads over the change of the password.
  return <Navigate to={`${home[status]}?${params.toString()}`} replace />;
}

export function RequireRole({ needs, children }: { needs: RoleName; children: ReactNode }) {
  const allowed = useCan(needs);
  const { t } = useTranslation(['shell', 'common']);
  const roleName = t(`common:roles.${needs}`);
  useEffect(() => {
    if (!allowed) toast.error(t('accessDenied'), t('accessDeniedBody', { role: roleName }));
  }, [allowed, roleName, t]);
  return allowed ? children : <Refusal />;
}

/** What the address asks of a page that may not be seen is no matter of the page that is left. */
function Refusal() {
  useClaimAddress();
  return <Navigate to="/dashboard" replace />;
}
