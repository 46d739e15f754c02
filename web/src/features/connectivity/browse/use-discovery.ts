// Whether topics of a server are being collected. The server does not tell, so this browser remembers what it started; what
// somebody else has started shows by its topics.
import { useStartDiscovery, useStopDiscovery } from '@/shared/api/queries/topics';
import { useErrorText } from '@/shared/api/use-error-text';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';

const useStarted = create<{ ids: ReadonlySet<number> }>(() => ({ ids: new Set() }));

export const rememberDiscovery = (serverId: number, isRunning: boolean): void =>
  useStarted.setState(({ ids }) => {
    const next = new Set(ids);
    if (isRunning) next.add(serverId);
    else next.delete(serverId);
    return { ids: next };
  });

export function useDiscovery(serverId: number | null) {
  const { t } = useTranslation('connectivity');
  const errorText = useErrorText();
  const isStarted = useStarted(({ ids }) => serverId !== null && ids.has(serverId));
  const starting = useStartDiscovery();
  const stopping = useStopDiscovery();
  return {
    isStarted,
    isPending: starting.isPending || stopping.isPending,
    start: (id: number) =>
      starting.mutate(id, {
        onSuccess: () => rememberDiscovery(id, true),
        onError: (error) => toast.error(t('browse.startFailed'), errorText(error)),
      }),
    stop: (id: number) =>
      stopping.mutate(id, {
        onSuccess: () => rememberDiscovery(id, false),
        onError: (error) => toast.error(t('browse.stopFailed'), errorText(error)),
      }),
  };
}
