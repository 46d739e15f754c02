import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, NetworkError } from './errors';

/** One sentence for a person about whatever a call threw; the server's own words when it gave some. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  return useCallback(
    (error: unknown) => {
      if (error instanceof NetworkError) return t('networkError');
      if (error instanceof ApiError) return error.message || t('unknownError', { status: error.status });
      return t('errorTitle');
    },
    [t],
  );
}
