// The own account: who one is, password, language and time zone, and where one is signed in.
import { keys } from '@/shared/api/keys';
import { useEndOtherSessions, useEndOwnSession, useOwnSessions } from '@/shared/api/queries/users';
import { useSession } from '@/shared/auth/session';
import { SectionFrame } from '@/shared/ui/section-frame';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SessionsSection } from '../sessions/sessions-section';
import { AccountSection } from './account-section';
import { LocaleSection } from './locale-section';
import { PasswordSection } from './password-section';

function OwnSessions() {
  const { t } = useTranslation('people');
  const endOne = useEndOwnSession();
  const endOthers = useEndOtherSessions();
  return (
    <SessionsSection
      hint={t('sessions.own')}
      query={useOwnSessions()}
      endOne={(id) => endOne.mutateAsync(id)}
      endOthers={() => endOthers.mutateAsync(undefined)}
    />
  );
}

export function Component() {
  const { t } = useTranslation('people');
  const user = useSession((state) => state.user);
  const cache = useQueryClient();
  const [changes, setChanges] = useState(0);
  if (!user) return null;
  const onChanged = () => {
    // A form that is drawn anew is empty.
    setChanges(changes + 1);
    void cache.invalidateQueries({ queryKey: keys.ownSessions });
  };
  return (
    <SectionFrame title={t('profile.title')} subtitle={t('profile.subtitle', { name: user.username })}>
      <h2 className="sr-only">{user.username}</h2>
      <div className="grid content-start gap-2.5 xl:grid-cols-2 xl:items-start">
        <div className="flex min-w-0 flex-col gap-2.5">
          <AccountSection user={user} />
          <OwnSessions />
        </div>
        <div className="flex min-w-0 flex-col gap-2.5">
          <LocaleSection user={user} />
          <PasswordSection key={changes} username={user.username} onChanged={onChanged} />
        </div>
      </div>
    </SectionFrame>
  );
}
