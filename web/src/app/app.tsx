import { Toaster } from '@/shared/ui/toast';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router';
import { useSession } from '@/shared/auth/session';
import { listenForShortcuts } from '@/shared/lib/shortcuts';
import { createQueryClient } from './query-client';
import { createRouter } from './router';

export function App() {
  const { t } = useTranslation('shell');
  const [cache] = useState(createQueryClient);
  const [router] = useState(createRouter);

  useEffect(() => listenForShortcuts(window), []);

  // What one person has read must not be there for the next one who signs in.
  useEffect(
    () =>
      useSession.subscribe(
        ({ status }, before) => status === 'anonymous' && before.status !== status && cache.clear(),
      ),
    [cache],
  );

  return (
    <QueryClientProvider client={cache}>
      <RouterProvider router={router} />
      <Toaster label={t('notifications')} />
    </QueryClientProvider>
  );
}
