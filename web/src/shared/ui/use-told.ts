import { useErrorText } from '@/shared/api/use-error-text';
import { toast } from './toast';

/** Does something, tells in a toast what came of it, and answers whether it succeeded. */
export function useTold() {
  const errorText = useErrorText();
  return async (
    action: () => Promise<unknown>,
    texts: { done: string; failed: string },
  ): Promise<boolean> => {
    try {
      await action();
      toast.success(texts.done);
      return true;
    } catch (error) {
      toast.error(texts.failed, errorText(error));
      return false;
    }
  };
}
