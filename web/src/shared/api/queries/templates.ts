import { keepPreviousData, type Query, skipToken, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { mutation } from '../crud';
import { keys } from '../keys';
import type { MappingTemplate, TemplateApply, TemplatePreview, TemplateSave } from '../types';
import { mappingsChanged } from './tags';

const PREVIEW_POLL_MS = 5_000;
/** Each kept template is held against all topics of its broker. */
const KEPT_POLL_MS = 30_000;

/** What a template would make; asked for again, because topics come while it is looked at. */
export function useTemplatePreview(wanted: MappingTemplate | null) {
  return useQuery({
    queryKey: keys.templatePreview(wanted ?? undefined),
    retry: false,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }: Query<TemplatePreview>) => (state.error ? false : PREVIEW_POLL_MS),
    queryFn:
      wanted === null
        ? skipToken
        : ({ signal }) => unwrap(api.POST('/api/v1/tags/templates/preview', { body: wanted, signal })),
  });
}

export const useApplyTemplate = mutation(
  (body: TemplateApply) => unwrap(api.POST('/api/v1/tags/templates/apply', { body })),
  async (cache) => {
    await Promise.all([
      mappingsChanged(cache),
      cache.invalidateQueries({ queryKey: ['hierarchy'] }),
      cache.invalidateQueries({ queryKey: keys.templates() }),
      cache.invalidateQueries({ queryKey: keys.templatePreview() }),
    ]);
  },
);

export function useTemplates(plantId: number | null) {
  return useQuery({
    queryKey: keys.templates(plantId ?? 0),
    enabled: plantId !== null,
    refetchInterval: KEPT_POLL_MS,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/tags/templates', { params: { query: { plant_id: plantId ?? 0 } }, signal })),
  });
}

export const useKeepTemplate = mutation(
  (body: TemplateSave) => unwrap(api.POST('/api/v1/tags/templates', { body })),
  (cache) => cache.invalidateQueries({ queryKey: keys.templates() }),
);

export const useForgetTemplate = mutation(
  (templateId: number) =>
    unwrap(
      api.DELETE('/api/v1/tags/templates/{template_id}', { params: { path: { template_id: templateId } } }),
    ),
  (cache) => cache.invalidateQueries({ queryKey: keys.templates() }),
);
