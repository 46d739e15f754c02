// What the page shows, as the address bar holds it, so that a view can be bookmarked and sent to a colleague. Pure: text to
// state and back.
import { type AddressRules, choice } from '@/shared/address/address-check';
import type { ChartWindow } from '@/shared/api/chart-window';
import { parseWindow, writeWindow } from '@/shared/api/chart-window-text';
import type { Severity } from '@/shared/api/types';
import { positiveInteger } from '@/shared/lib/positive-integer';

export const STATUSES = ['required', 'informational', 'acknowledged', 'all'] as const;
export type StatusFilter = (typeof STATUSES)[number];

export const SEVERITIES: readonly Severity[] = ['CRITICAL', 'WARNING'];
export const RULES = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type Rule = (typeof RULES)[number];
export const PAGE_SIZES = [25, 50, 100, 200] as const;
export type PageSize = (typeof PAGE_SIZES)[number];

/** What the address may hold. "The last N" is a number of samples of one characteristic and means nothing here. */
export const VIOLATION_RULES: AddressRules = {
  plant: { kind: 'number' },
  status: choice(STATUSES),
  rule: choice(RULES),
  severity: choice(SEVERITIES),
  c: { kind: 'number' },
  range: { kind: 'span' },
  page: { kind: 'number' },
  per: choice(PAGE_SIZES),
};

export interface ViolationFilter {
  status: StatusFilter;
  rule: Rule | null;
  severity: Severity | null;
  characteristicId: number | null;
  /** Time of the sample; null means all time. */
  window: ChartWindow | null;
}

export interface ViolationView extends ViolationFilter {
  plantId: number | null;
  /** One-based. */
  page: number;
  perPage: PageSize;
}

export const defaultFilter: ViolationFilter = {
  status: 'required',
  rule: null,
  severity: null,
  characteristicId: null,
  window: null,
};

const DEFAULT_PAGE_SIZE: PageSize = 50;

const oneOf = <T>(value: unknown, allowed: readonly T[]): T | null =>
  allowed.find((item) => item === value) ?? null;

const timeWindow = (text: string | null): ChartWindow | null => {
  const window = parseWindow(text);
  return window?.kind === 'last' || window?.kind === 'all' ? null : window;
};

export function readView(params: URLSearchParams): ViolationView {
  return {
    plantId: positiveInteger(params.get('plant')),
    status: oneOf(params.get('status'), STATUSES) ?? defaultFilter.status,
    rule: oneOf(positiveInteger(params.get('rule')), RULES),
    severity: oneOf(params.get('severity'), SEVERITIES),
    characteristicId: positiveInteger(params.get('c')),
    window: timeWindow(params.get('range')),
    page: positiveInteger(params.get('page')) ?? 1,
    perPage: oneOf(positiveInteger(params.get('per')), PAGE_SIZES) ?? DEFAULT_PAGE_SIZE,
  };
}

export function writeView(view: ViolationView): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string | number | null, omitted?: string | number) => {
    if (value !== null && value !== omitted) params.set(name, String(value));
  };
  put('plant', view.plantId);
  put('status', view.status, defaultFilter.status);
  put('rule', view.rule);
  put('severity', view.severity);
  put('c', view.characteristicId);
  put('range', view.window && writeWindow(view.window));
  put('page', view.page, 1);
  put('per', view.perPage, DEFAULT_PAGE_SIZE);
  return params;
}

/** How many filters narrow the list beyond what the page shows at first. */
export const countFilters = ({ rule, severity, characteristicId, window }: ViolationFilter): number =>
  [rule, severity, characteristicId, window].filter((value) => value !== null).length;
