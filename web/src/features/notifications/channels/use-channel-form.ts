import { useCreateChannel, useUpdateChannel } from '@/shared/api/queries/notifications';
import type { Channel } from '@/shared/api/types';
import { checkedBy, useEntityForm } from '@/shared/forms/use-entity-form';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useTranslation } from 'react-i18next';
import {
  type ChannelProblem,
  type ChannelValues,
  createBody,
  problemsOf,
  updateBody,
  valuesOf,
} from './channel-form';

export function useChannelForm(channel: Channel | null, onSaved: (channel: Channel) => void) {
  const { t } = useTranslation('notifications');
  const plantId = usePlantSelection((state) => state.plantId);
  const create = useCreateChannel();
  const update = useUpdateChannel(channel?.id ?? 0);
  return useEntityForm<ChannelValues, Channel>({
    resolver: checkedBy((values) => problemsOf(values, channel === null)),
    initial: valuesOf(channel),
    problemText: (key) => t(`problems.${key as ChannelProblem}`),
    isShown: (path) => !/^(body|plant_id|headers(\.\d+)?)$/.test(path),
    unique: 'name',
    save: (values) =>
      channel ? update.mutateAsync(updateBody(values)) : create.mutateAsync(createBody(values, plantId)),
    onSaved,
  });
}

export type ChannelFormState = ReturnType<typeof useChannelForm>;
