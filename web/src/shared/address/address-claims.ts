// Whether the page that is open reads its address. One that does tells itself what it cannot follow; for the others the
// shell says that they have no options. A page says so by asking for what is unmet, so that no list of pages can be wrong.
import { useLayoutEffect } from 'react';
import { create } from 'zustand';

const useClaims = create<{ count: number }>(() => ({ count: 0 }));

/** The address is read here, for as long as this is drawn. */
export function useClaimAddress(): void {
  useLayoutEffect(() => {
    useClaims.setState(({ count }) => ({ count: count + 1 }));
    return () => useClaims.setState(({ count }) => ({ count: count - 1 }));
  }, []);
}

export const useIsAddressClaimed = (): boolean => useClaims(({ count }) => count > 0);
