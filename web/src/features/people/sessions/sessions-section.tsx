// The sign-ins of an account, with what ends them.
import type { Session } from '@/shared/api/types';
import { Button } from '@/shared/ui/button';
import { FormSection } from '@/shared/ui/form-section';
import { Loaded } from '@/shared/ui/loaded';
import { useTold } from '@/shared/ui/use-told';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SessionList } from './session-list';

interface SessionsSectionProps {
  hint: string;
  query: { data: Session[] | undefined; error: Error | null; refetch: () => unknown };
  endOne: (sessionId: string) => Promise<unknown>;
  endOthers: () => Promise<unknown>;
}

export function SessionsSection({ hint, query, endOne, endOthers }: SessionsSectionProps) {
  const { t } = useTranslation('people');
  const tell = useTold();
  const [ending, setEnding] = useState<string | null>(null);
  const run = async (what: string, action: () => Promise<unknown>, done: string): Promise<void> => {
    setEnding(what);
    await tell(action, { done, failed: t('sessions.notEnded') });
    setEnding(null);
  };
  return (
    <FormSection title={t('sessions.title')} hint={hint}>
      <Loaded query={query} texts={{ loading: t('sessions.loading'), failed: t('sessions.failed') }} isBare>
        {(sessions) => {
          const others = sessions.filter(({ is_current }) => !is_current).length;
          return (
            <>
              {sessions.length === 0 ? (
                <p className="text-ink-muted">{t('sessions.none')}</p>
              ) : (
                <SessionList
                  label={t('sessions.title')}
                  sessions={sessions}
                  ending={ending}
                  onEnd={({ id }) => void run(id, () => endOne(id), t('sessions.ended'))}
                />
              )}
              {others > 0 && (
                <div>
                  <Button
                    busy={ending === ALL}
                    onClick={() => void run(ALL, endOthers, t('sessions.othersEnded', { count: others }))}
                  >
                    {t(others < sessions.length ? 'sessions.endOthers' : 'sessions.endAll')}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </FormSection>
  );
}

const ALL = 'all';
