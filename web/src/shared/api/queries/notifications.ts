import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { crud, mutation } from '../crud';
import { ApiError } from '../errors';
import { keys } from '../keys';
import type {
  BodyPreviewRequest,
  Channel,
  ChannelCreate,
  ChannelUpdate,
  DeliveryQuery,
  MailServerBody,
  NotificationRule,
  NotificationRuleBody,
} from '../types';

/** Messages are delivered by themselves, and the socket does not tell: they are asked for, as long as somebody looks. */
const POLL_MS = 5_000;

const channel = (id: number) => ({ params: { path: { channel_id: id } } });
const rule = (id: number) => ({ params: { path: { rule_id: id } } });

const channels = crud<Channel, ChannelCreate, ChannelUpdate>({
  key: keys.channels,
  list: async (signal) => (await unwrap(api.GET('/api/v1/notifications/channels', { signal }))).items,
  create: (body) => unwrap(api.POST('/api/v1/notifications/channels', { body })),
  update: (id, body) =>
    unwrap(api.PATCH('/api/v1/notifications/channels/{channel_id}', { ...channel(id), body })),
  remove: (id) => unwrap(api.DELETE('/api/v1/notifications/channels/{channel_id}', channel(id))),
  options: { refetchInterval: POLL_MS },
});

export const {
  useList: useChannels,
  useCreate: useCreateChannel,
  useUpdate: useUpdateChannel,
  useRemove: useDeleteChannel,
} = channels;

export const {
  useList: useNotificationRules,
  useCreate: useCreateRule,
  useUpdate: useReplaceRule,
  useRemove: useDeleteRule,
} = crud<NotificationRule, NotificationRuleBody, NotificationRuleBody>({
  key: keys.notificationRules,
  list: async (signal) => (await unwrap(api.GET('/api/v1/notifications/rules', { signal }))).items,
  create: (body) => unwrap(api.POST('/api/v1/notifications/rules', { body })),
  update: (id, body) => unwrap(api.PUT('/api/v1/notifications/rules/{rule_id}', { ...rule(id), body })),
  remove: (id) => unwrap(api.DELETE('/api/v1/notifications/rules/{rule_id}', rule(id))),
});

/** A message that fails is an answer with `success` false. */
export function useTestChannel() {
  return useMutation({
    mutationFn: (channelId: number) =>
      unwrap(api.POST('/api/v1/notifications/channels/{channel_id}/test', channel(channelId))),
  });
}

/** What a webhook would send; a template that cannot be used is a refusal of its field. */
export function usePreviewBody() {
  return useMutation({
    mutationFn: (body: BodyPreviewRequest) =>
      unwrap(api.POST('/api/v1/notifications/channels/preview', { body })),
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
      Promise.all([cache.invalidateQueries({ queryKey: keys.deliveries() }), channels.stale(cache)]),
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

export const useSaveMailServer = mutation(
  (body: MailServerBody) => unwrap(api.PUT('/api/v1/notifications/smtp', { body })),
  (cache) => cache.invalidateQueries({ queryKey: keys.mailServer }),
);
