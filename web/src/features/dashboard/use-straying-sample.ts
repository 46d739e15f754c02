import { ApiError } from '@/shared/api/errors';
import { useSample } from '@/shared/api/queries/samples';

/** Whether the sample that is asked for is known not to be one of the characteristic. */
export function useStrayingSample(sampleId: number | null, characteristicId: number | undefined): boolean {
  const { data, error } = useSample(sampleId);
  if (sampleId === null || characteristicId === undefined) return false;
  const isNowhere = error instanceof ApiError && (error.status === 404 || error.status === 403);
  return isNowhere || (data !== undefined && data.char_id !== characteristicId);
}
