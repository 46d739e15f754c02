// What an administrator does to a whole account: let it in, shut it out, give it another password.
import { useResetPassword } from '@/shared/api/queries/users';
import type { User } from '@/shared/api/types';
import { useSession } from '@/shared/auth/session';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { SecretOnce } from '@/shared/ui/secret-once';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useReactivate } from '../users/use-reactivate';
import { DeactivateDialog, DeleteDialog } from '../users/user-dialogs';

type Asked = 'deactivate' | 'delete' | 'reset';

function ResetDialog({
  user,
  onClose,
  onReset,
}: {
  user: User;
  onClose: () => void;
  onReset: (password: string) => void;
}) {
  const { t } = useTranslation('people');
  const { id, username: name } = user;
  const reset = useResetPassword();
  const run = async () => onReset((await reset.mutateAsync(id)).password);
  return (
    <ConfirmDialog
      title={t('reset.title', { name })}
      confirmLabel={t('actions.resetPassword')}
      run={run}
      told={{ done: t('reset.done', { name }), failed: t('reset.failed', { name }) }}
      closesAnyway
      onClose={onClose}
    >
      <p>{t('reset.body')}</p>
    </ConfirmDialog>
  );
}

function OwnAccount() {
  const { t } = useTranslation('people');
  return (
    <p className="text-ink-muted">
      {t('account.own')}{' '}
      <Link to="/profile" className="text-accent hover:underline">
        {t('account.profile')}
      </Link>
    </p>
  );
}

function Buttons({ user, onAsk }: { user: User; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation('people');
  const reactivate = useReactivate();
  if (user.is_active)
    return (
      <>
        <Button onClick={() => onAsk('reset')}>{t('actions.resetPassword')}</Button>
        <Button variant="danger" onClick={() => onAsk('deactivate')}>
          {t('actions.deactivate')}
        </Button>
      </>
    );
  return (
    <>
      <Button onClick={() => reactivate(user)}>{t('actions.reactivate')}</Button>
      <Button variant="danger" onClick={() => onAsk('delete')}>
        {t('actions.delete')}
      </Button>
    </>
  );
}

export function AccountSection({ user }: { user: User }) {
  const { t } = useTranslation('people');
  const navigate = useNavigate();
  const self = useSession((state) => state.user?.id);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [password, setPassword] = useState<string | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      {password !== null && (
        <SecretOnce
          title={t('reset.done', { name: user.username })}
          hint={t('secret.hint')}
          label={t('secret.label')}
          secret={password}
          onDone={() => setPassword(null)}
        />
      )}
      <Card aria-labelledby="account-heading" className="flex flex-col gap-3 p-3">
        <div>
          <h3 id="account-heading" className="text-base font-semibold">
            {t('account.title')}
          </h3>
          <p className="text-xs text-ink-muted">
            {t(user.is_active ? 'account.active' : 'account.inactive')}
            {user.must_change_password && ` ${t('account.oneTime')}`}
          </p>
        </div>
        {user.id === self ? (
          <OwnAccount />
        ) : (
          <div className="flex flex-wrap gap-2">
            <Buttons user={user} onAsk={setAsked} />
          </div>
        )}
      </Card>
      {asked === 'reset' && <ResetDialog user={user} onClose={close} onReset={setPassword} />}
      {asked === 'deactivate' && <DeactivateDialog user={user} onClose={close} />}
      {asked === 'delete' && (
        <DeleteDialog user={user} onClose={close} onDeleted={() => void navigate('/admin/users')} />
      )}
    </>
  );
}
