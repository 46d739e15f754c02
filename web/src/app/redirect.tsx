import { useClaimAddress } from '@/shared/address/address-claims';
import { Navigate, useLocation } from 'react-router';

/** An address that stands for another one. What it asks for is asked there, so nothing of it is lost without a word. */
export function Redirect({ to }: { to: string }) {
  useClaimAddress();
  const { search } = useLocation();
  return <Navigate to={{ pathname: to, search }} replace />;
}
