// The editor of one account: a new one, or one that is stored.
import { useEndUserSession, useEndUserSessions, useUserSessions, useUsers } from '@/shared/api/queries/users';
import type { User } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { EditorForm, EditorPage } from '@/shared/forms/editor-page';
import { TextField } from '@/shared/ui/field';
import { FormSection } from '@/shared/ui/form-section';
import { SecretOnce } from '@/shared/ui/secret-once';
import { toast } from '@/shared/ui/toast';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { SessionsSection } from '../sessions/sessions-section';
import { AccountSection } from './account-section';
import { BranchesSection } from './branches-section';
import { RightsSection } from './rights-section';
import type { Invited } from './save-user';
import { type UserFormState, useUserForm } from './use-user-form';

const LIST = '/admin/users';

function NameSection({ form: { field }, isNew }: { form: UserFormState; isNew: boolean }) {
  const { t } = useTranslation('people');
  return (
    <FormSection title={t('user.who')} {...(isNew && { hint: t('user.inviteHint') })}>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={t('columns.username')}
          placeholder={t('user.usernamePlaceholder')}
          required
          maxLength={50}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          {...field('username')}
        />
        <TextField
          label={t('columns.email')}
          hint={t('user.emailHint')}
          type="email"
          maxLength={255}
          autoComplete="off"
          {...field('email')}
        />
      </div>
    </FormSection>
  );
}

function Sessions({ user }: { user: User }) {
  const { t } = useTranslation('people');
  const endOne = useEndUserSession(user.id);
  const endAll = useEndUserSessions(user.id);
  return (
    <SessionsSection
      hint={t('sessions.ofUser', { name: user.username })}
      query={useUserSessions(user.id)}
      endOne={(id) => endOne.mutateAsync(id)}
      endOthers={() => endAll.mutateAsync(undefined)}
    />
  );
}

/** The invitation: what the new person needs to get in. */
function Invitation({ user, password, failure }: Invited) {
  const { t } = useTranslation('people');
  const navigate = useNavigate();
  const errorText = useErrorText();
  return (
    <>
      {failure !== null && (
        <p role="alert" className="rounded-md bg-alarm-soft px-3 py-2 text-alarm">
          {t('user.rightsFailed', { reason: errorText(failure) })}
        </p>
      )}
      <SecretOnce
        title={t('user.created', { name: user.username })}
        hint={t('secret.hint')}
        label={t('secret.label')}
        secret={password}
        onDone={() => void navigate(failure === null ? LIST : `${LIST}/${user.id}`)}
      />
    </>
  );
}

function UserEditor({ user }: { user: User | null }) {
  const { t } = useTranslation(['people', 'common']);
  const navigate = useNavigate();
  const [invited, setInvited] = useState<Invited | null>(null);
  const form = useUserForm(user, (made) => {
    if (made) return setInvited(made);
    if (user) toast.success(t('user.saved', { name: user.username }));
    void navigate(LIST);
  });
  if (invited) return <Invitation {...invited} />;
  return (
    <div className="grid min-h-0 content-start gap-2.5 xl:grid-cols-2 xl:items-start">
      <EditorForm
        title={user ? t('user.editTitle', { name: user.username }) : t('user.newTitle')}
        form={form}
        saveLabel={t(user ? 'common:save' : 'list.create')}
        onCancel={() => void navigate(LIST)}
      >
        <NameSection form={form} isNew={!user} />
        <RightsSection form={form} user={user} />
        <BranchesSection form={form} user={user} />
      </EditorForm>
      {user && (
        <div className="flex min-w-0 flex-col gap-2.5 xl:pt-9">
          <AccountSection user={user} />
          <Sessions user={user} />
        </div>
      )}
    </div>
  );
}

export function Component() {
  const { t } = useTranslation('people');
  const texts = { loading: t('list.loading'), failed: t('list.failed'), notFound: t('user.unknown') };
  return (
    <EditorPage query={useUsers()} texts={texts}>
      {(user) => <UserEditor user={user} />}
    </EditorPage>
  );
}
