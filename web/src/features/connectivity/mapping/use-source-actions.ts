// Switching a mapping and removing it, whatever its protocol.
import { useActivateNodeMapping, useUnmapNode } from '@/shared/api/queries/opcua-mappings';
import { useActivateTag, useUnmapTag } from '@/shared/api/queries/tags';
import { useErrorText } from '@/shared/api/use-error-text';
import type { Source } from '@/shared/connectivity/source';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';

interface SourceActions {
  /** Switches it off or on, and tells how it went. */
  toggle: () => void;
  remove: () => Promise<unknown>;
  isPending: boolean;
}

export function useSourceActions(source: Source): SourceActions {
  const { t } = useTranslation('connectivity');
  const errorText = useErrorText();
  const topic = { activate: useActivateTag(), unmap: useUnmapTag() };
  const node = { activate: useActivateNodeMapping(), unmap: useUnmapNode() };
  const { characteristicId, characteristicName: name, isActive } = source;
  const told = {
    onSuccess: () => toast.success(t(isActive ? 'mapping.switchedOff' : 'mapping.switchedOn', { name })),
    onError: (error: unknown) => toast.error(t('mapping.switchFailed', { name }), errorText(error)),
  };
  const address = { serverId: source.serverId ?? 0, characteristicId };
  return {
    toggle: () =>
      source.protocol === 'mqtt'
        ? topic.activate.mutate({ characteristicId, isActive: !isActive }, told)
        : node.activate.mutate({ ...address, isActive: !isActive }, told),
    remove: () =>
      source.protocol === 'mqtt'
        ? topic.unmap.mutateAsync(characteristicId)
        : node.unmap.mutateAsync(address),
    isPending: [topic.activate, topic.unmap, node.activate, node.unmap].some((action) => action.isPending),
  };
}
