// The protocols that servers are spoken to with. A further one is added here, with its own form and its own way to servers
// in servers.ts; lists, chips and counters follow.
import { type AddressRules, choice } from '@/shared/address/address-check';

export const PROTOCOLS = ['mqtt', 'opcua'] as const;

export type Protocol = (typeof PROTOCOLS)[number];

export type ProtocolFilter = 'all' | Protocol;

export const protocolFilter = (text: string | null): ProtocolFilter =>
  PROTOCOLS.find((protocol) => protocol === text) ?? 'all';

/** What the address of the list of servers may hold. */
export const SERVER_RULES: AddressRules = { protocol: choice(['all', ...PROTOCOLS]), q: { kind: 'text' } };
