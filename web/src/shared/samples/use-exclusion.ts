import { useExcludeSample } from '@/shared/api/queries/samples';
import type { Sample } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';

interface Exclusion {
  /** Leaves the sample out of the calculations, or takes it in again; true once that is stored. */
  send: (reason: string) => Promise<boolean>;
  isPending: boolean;
}

/** Either can be taken back from the notice that tells of it, because the row may be gone from the list by then. */
export function useExclusion({ id, is_excluded, display_key: name }: Sample): Exclusion {
  const { t } = useTranslation(['samples', 'common']);
  const exclude = useExcludeSample(id);
  const errorText = useErrorText();
  const change = async (excluded: boolean, reason: string): Promise<boolean> => {
    try {
      await exclude.mutateAsync({ is_excluded: excluded, reason });
      return true;
    } catch (error) {
      toast.error(t('failedToast'), errorText(error));
      return false;
    }
  };
  const undo = async (): Promise<void> => {
    if (await change(is_excluded, t('undoReason'))) {
      toast.success(t(is_excluded ? 'excludedToast' : 'restoredToast', { name }));
    }
  };
  return {
    isPending: exclude.isPending,
    send: async (reason) => {
      const isStored = await change(!is_excluded, reason);
      if (isStored) {
        toast.success(t(is_excluded ? 'restoredToast' : 'excludedToast', { name }), undefined, {
          label: t('common:undo'),
          hint: t('common:undoHint'),
          run: () => void undo(),
        });
      }
      return isStored;
    },
  };
}
