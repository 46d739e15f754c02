import { type QueryClient, useMutation, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { mutation } from '../crud';
import { keys } from '../keys';
import { STATUS_POLL_MS } from './brokers';

const named = (fingerprint: string) => ({ params: { path: { fingerprint } } });

/** Ours, the trusted and the rejected ones; a connection that is refused adds to the latter by itself. */
export function useCertificates() {
  return useQuery({
    queryKey: keys.certificates,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/opcua-servers/all/certificates', { signal })),
    refetchInterval: STATUS_POLL_MS,
  });
}

const certificatesChanged = async (cache: QueryClient): Promise<void> => {
  await Promise.all([
    cache.invalidateQueries({ queryKey: keys.certificates }),
    cache.invalidateQueries({ queryKey: keys.opcuaStatuses }),
  ]);
};

export const useTrustCertificate = mutation(
  (fingerprint: string) =>
    unwrap(api.POST('/api/v1/opcua-servers/all/certificates/{fingerprint}/trust', named(fingerprint))),
  certificatesChanged,
);

export const useRejectCertificate = mutation(
  (fingerprint: string) =>
    unwrap(api.POST('/api/v1/opcua-servers/all/certificates/{fingerprint}/reject', named(fingerprint))),
  certificatesChanged,
);

export const useForgetCertificate = mutation(
  (fingerprint: string) =>
    unwrap(api.DELETE('/api/v1/opcua-servers/all/certificates/{fingerprint}', named(fingerprint))),
  certificatesChanged,
);

export const useUploadCertificate = mutation(
  (certificate: string) =>
    unwrap(api.POST('/api/v1/opcua-servers/all/certificates', { body: { certificate } })),
  certificatesChanged,
);

/** DER, as servers want it in their trust lists. */
export function useOwnCertificate() {
  return useMutation({
    mutationFn: () =>
      unwrap<Blob>(api.GET('/api/v1/opcua-servers/all/certificates/own', { parseAs: 'blob' })),
  });
}
