import {
  keepPreviousData,
  type QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { ApiError } from '../errors';
import { keys } from '../keys';
import type {
  BodyPreviewRequest,
  ChannelCreate,
  ChannelUpdate,
  DeliveryQuery,
  MailServerBody,
  NotificationRuleBody,
} from '../types';

/** Messages are delivered by themselves, and the socket does not tell: they are asked for, as long as somebody looks. */
const POLL_MS = 5_000;

export function useChannels() {
  return useQuery({
    queryKey: keys.channels,
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(api.GET('/api/v1/notifications/channels', { signal }));
      return items;
    },
    refetchInterval: POLL_MS,
  });
}

const channelsChanged = (cache: QueryClient) => cache.invalidateQueries({ queryKey: keys.channels });

export function useCreateChannel() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: ChannelCreate) => unwrap(api.POST('/api/v1/notifications/channels', { body })),
    onSuccess: () => channelsChanged(cache),
  });
}

export function useUpdateChannel(channelId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: ChannelUpdate) =>
      unwrap(
        api.PATCH('/api/v1/notifications/channels/{channel_id}', {
          params: { path: { channel_id: channelId } },
          body,
        }),
      ),
    onSuccess: () => channelsChanged(cache),
  });
}

export function useDeleteChannel() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (channelId: number) =>
      unwrap(
        api.DELETE('/api/v1/notifications/channels/{channel_id}', {
          params: { path: { channel_id: channelId } },
        }),
      ),
    onSuccess: () => channelsChanged(cache),
  });
}

/** A message that fails is an answer with `success` false. */
export function useTestChannel() {
  return useMutation({
    mutationFn: (channelId: number) =>
      unwrap(
        api.POST('/api/v1/notifications/channels/{channel_id}/test', {
          params: { path: { channel_id: channelId } },
        }),
      ),
  });
}

/** What a webhook would send; a template that cannot be used is a refusal of its field. */
export function usePreviewBody() {
  return useMutation({
    mutationFn: (body: BodyPreviewRequest) =>
      unwrap(api.POST('/api/v1/notifications/channels/preview', { body })),
  });
}

export function useNotificationRules() {
  return useQuery({
    queryKey: keys.notificationRules,
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(api.GET('/api/v1/notifications/rules', { signal }));
      return items;
    },
  });
}

const rulesChanged = (cache: QueryClient) => cache.invalidateQueries({ queryKey: keys.notificationRules });

/** Stores a new rule, or what replaces the one with the id. */
export function useSaveRule(ruleId: number | null) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: NotificationRuleBody) =>
      ruleId === null
        ? unwrap(api.POST('/api/v1/notifications/rules', { body }))
        : unwrap(
            api.PUT('/api/v1/notifications/rules/{rule_id}', { params: { path: { rule_id: ruleId } }, body }),
          ),
    onSuccess: () => rulesChanged(cache),
  });
}

export function useDeleteRule() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (ruleId: number) =>
      unwrap(api.DELETE('/api/v1/notifications/rules/{rule_id}', { params: { path: { rule_id: ruleId } } })),
    onSuccess: () => rulesChanged(cache),
  });
}

export function useDeliveries(query: DeliveryQuery) {
  return useQuery({
    queryKey: keys.deliveries(query),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/notifications/deliveries', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
}

/** What a person does about a message that failed. */
export function useDeliveryAction(action: 'retry' | 'dismiss') {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (deliveryId: number) =>
      unwrap(
        api.POST(`/api/v1/notifications/deliveries/{delivery_id}/${action}`, {
          params: { path: { delivery_id: deliveryId } },
        }),
      ),
    onSettled: () =>
      Promise.all([cache.invalidateQueries({ queryKey: keys.deliveries() }), channelsChanged(cache)]),
  });
}

/** Null while none is set. For admins. */
export function useMailServer(enabled: boolean) {
  return useQuery({
    queryKey: keys.mailServer,
    enabled,
    queryFn: async ({ signal }) => {
      try {
        return await unwrap(api.GET('/api/v1/notifications/smtp', { signal }));
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });
}

export function useSaveMailServer() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: MailServerBody) => unwrap(api.PUT('/api/v1/notifications/smtp', { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.mailServer }),
  });
}
