// Keeps the live connection up while somebody is signed in, listening to every characteristic of the selected plant.
import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { feedCacheFromLive } from '@/shared/live/live-cache';
import { live } from '@/shared/live/live-store';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

export function useLiveSession(): void {
  const cache = useQueryClient();
  const plantId = usePlantSelection((state) => state.plantId);
  const { data: characteristics } = useCharacteristics(plantId);

  useEffect(() => {
    const stopFeeding = feedCacheFromLive(cache);
    const wake = () => document.visibilityState === 'visible' && live.retryNow();
    window.addEventListener('online', wake);
    document.addEventListener('visibilitychange', wake);
    live.start();
    return () => {
      window.removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
      stopFeeding();
      live.stop();
    };
  }, [cache]);

  useEffect(() => {
    if (characteristics) live.watch(characteristics.map(({ id }) => id));
  }, [characteristics]);
}
