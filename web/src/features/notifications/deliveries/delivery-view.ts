// What the log shows, as the address has it. Pure.
import { type AddressRules, choice } from '@/shared/address/address-check';
import type { DeliveryQuery, DeliveryState } from '@/shared/api/types';
import { positiveInteger } from '@/shared/lib/positive-integer';

export const STATES: readonly DeliveryState[] = [
  'dead',
  'retrying',
  'queued',
  'held',
  'delivered',
  'merged',
  'dismissed',
];
export const PER_PAGE = 50;

/** What the address may hold. */
export const DELIVERY_RULES: AddressRules = {
  state: choice(STATES),
  channel: { kind: 'number' },
  page: { kind: 'number' },
};

export interface DeliveryView {
  state: DeliveryState | null;
  channel: number | null;
  page: number;
}

export const readView = (params: URLSearchParams): DeliveryView => ({
  state: STATES.find((state) => state === params.get('state')) ?? null,
  channel: positiveInteger(params.get('channel') ?? '') ?? null,
  page: positiveInteger(params.get('page') ?? '') ?? 1,
});

export function writeView({ state, channel, page }: DeliveryView): URLSearchParams {
  const params = new URLSearchParams();
  if (state) params.set('state', state);
  if (channel !== null) params.set('channel', String(channel));
  if (page > 1) params.set('page', String(page));
  return params;
}

export const queryOf = ({ state, channel, page }: DeliveryView, plantId: number | null): DeliveryQuery => ({
  ...(plantId === null ? {} : { plant_id: plantId }),
  ...(state ? { state } : {}),
  ...(channel === null ? {} : { channel_id: channel }),
  offset: (page - 1) * PER_PAGE,
  limit: PER_PAGE,
});
