// What the trail shows, as the address has it, so that a view can be sent to a colleague. Pure.
import type { AddressRules } from '@/shared/address/address-check';
import type { ChartWindow } from '@/shared/api/chart-window';
import { parseWindow, writeWindow } from '@/shared/api/chart-window-text';
import type { AuditQuery } from '@/shared/api/types';
import { positiveInteger } from '@/shared/lib/positive-integer';

export const PER_PAGE = 50;

/** What the address may hold. */
export const AUDIT_RULES: AddressRules = {
  who: { kind: 'text' },
  action: { kind: 'text' },
  kind: { kind: 'text' },
  id: { kind: 'text' },
  site: { kind: 'number' },
  range: { kind: 'span' },
  page: { kind: 'number' },
};

export interface AuditFilter {
  /** Part of a name. */
  who: string;
  action: string;
  /** Of an object. */
  kind: string;
  id: string;
  /** Null means all, and what is of none. */
  site: number | null;
  /** Null means all time. */
  window: ChartWindow | null;
}

export interface AuditView extends AuditFilter {
  /** One-based. */
  page: number;
}

export const everything: AuditFilter = { who: '', action: '', kind: '', id: '', site: null, window: null };

export function readView(params: URLSearchParams): AuditView {
  const window = parseWindow(params.get('range'));
  return {
    who: params.get('who') ?? '',
    action: params.get('action') ?? '',
    kind: params.get('kind') ?? '',
    id: params.get('id') ?? '',
    site: positiveInteger(params.get('site')),
    window: window?.kind === 'recent' || window?.kind === 'between' ? window : null,
    page: positiveInteger(params.get('page')) ?? 1,
  };
}

export function writeView({ who, action, kind, id, site, window, page }: AuditView): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ who, action, kind, id }))
    if (value !== '') params.set(name, value);
  if (site !== null) params.set('site', String(site));
  if (window) params.set('range', writeWindow(window));
  if (page > 1) params.set('page', String(page));
  return params;
}

export const isFiltered = ({ who, action, kind, id, site, window }: AuditFilter): boolean =>
  [who, action, kind, id].some((text) => text !== '') || site !== null || window !== null;

/** Without the time, which is another one at every fetch. */
export function filterOf({ who, action, kind, id, site }: AuditFilter): AuditQuery {
  return {
    ...(site === null ? {} : { plant_id: site }),
    ...(who === '' ? {} : { username: who }),
    ...(action === '' ? {} : { action }),
    ...(kind === '' ? {} : { entity_type: kind }),
    ...(id === '' ? {} : { entity_id: id }),
  };
}

export const pageOf = ({ page }: AuditView): AuditQuery => ({
  offset: (page - 1) * PER_PAGE,
  limit: PER_PAGE,
});
