// The mail server of the installation: an administrator's.
import { useMailServer, useSaveMailServer } from '@/shared/api/queries/notifications';
import { refusalOf } from '@/shared/api/refusal';
import type { MailServer } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { Checkbox, SelectField, TextAreaField, TextField } from '@/shared/ui/field';
import { ErrorState, LoadingState } from '@/shared/ui/states';
import { toast } from '@/shared/ui/toast';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Authentication,
  AUTHENTICATIONS,
  bodyOf,
  isShown,
  type MailField,
  PORTS,
  type Security,
  SECURITIES,
  valuesOf,
} from './mail-form';
import { OauthFields } from './oauth-fields';

function MailServerForm({ server, onClose }: { server: MailServer | null; onClose: () => void }) {
  const { t } = useTranslation(['notifications', 'common']);
  const errorText = useErrorText();
  const saving = useSaveMailServer();
  const [values, setValues] = useState(() => valuesOf(server));
  const [refused, setRefused] = useState<Partial<Record<MailField, string>>>({});
  const [failure, setFailure] = useState<unknown>(null);
  const text = (field: 'host' | 'port' | 'username' | 'password' | 'sender' | 'ca_certificate') => ({
    value: values[field],
    onChange: ({ target }: { target: { value: string } }) =>
      setValues((current) => ({ ...current, [field]: target.value })),
    error: refused[field],
    spellCheck: false,
  });
  const save = async (): Promise<void> => {
    setFailure(null);
    try {
      await saving.mutateAsync(bodyOf(values));
      toast.success(t('mail.saved'));
      onClose();
    } catch (error) {
      const { fields, rest } = refusalOf(error, isShown);
      setRefused(Object.fromEntries(fields.map(({ field, message }) => [field, message])));
      setFailure(rest);
    }
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_6rem_12rem]">
        <TextField label={t('mail.host')} required {...text('host')} />
        <TextField label={t('mail.port')} required inputMode="numeric" {...text('port')} />
        <SelectField
          label={t('mail.security')}
          value={values.security}
          error={refused.security}
          onChange={({ target }) => {
            const security = target.value as Security;
            setValues((current) => ({ ...current, security, port: PORTS[security] }));
          }}
        >
          {SECURITIES.map((security) => (
            <option key={security} value={security}>
              {t(`mail.securities.${security}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <TextField
        label={t('mail.sender')}
        hint={t('mail.senderHint')}
        required
        inputMode="email"
        {...text('sender')}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label={t('mail.authentication')}
          value={values.authentication}
          error={refused.authentication}
          onChange={({ target }) =>
            setValues((current) => ({ ...current, authentication: target.value as Authentication }))
          }
        >
          {AUTHENTICATIONS.map((authentication) => (
            <option key={authentication} value={authentication}>
              {t(`mail.authentications.${authentication}`)}
            </option>
          ))}
        </SelectField>
        {values.authentication !== 'none' && (
          <TextField label={t('mail.username')} autoComplete="off" {...text('username')} />
        )}
        {values.authentication === 'password' && (
          <TextField
            label={t('mail.password')}
            type="password"
            autoComplete="new-password"
            hint={server?.has_password ? t('mail.keepPassword') : undefined}
            {...text('password')}
          />
        )}
      </div>
      {values.authentication === 'oauth2' && (
        <OauthFields
          values={values}
          set={(change) => setValues((current) => ({ ...current, ...change }))}
          problem={(field) => refused[field]}
          stored={server?.oauth ?? null}
        />
      )}
      <Checkbox
        label={t('channel.verify')}
        checked={values.verify_certificate}
        onChange={({ target }) =>
          setValues((current) => ({ ...current, verify_certificate: target.checked }))
        }
      />
      <TextAreaField label={t('channel.ca')} hint={t('channel.caHint')} {...text('ca_certificate')} />
      {failure !== null && (
        <p role="alert" className="rounded-md bg-alarm-soft px-3 py-2 text-alarm">
          {errorText(failure)}
        </p>
      )}
      <DialogActions>
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button type="submit" variant="primary" busy={saving.isPending}>
          {t('common:save')}
        </Button>
      </DialogActions>
    </form>
  );
}

export function MailServerDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('notifications');
  const { data: server, error, refetch } = useMailServer(true);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('mail.title')}
      description={t('mail.subtitle')}
      className="w-[min(40rem,calc(100vw-2rem))]"
    >
      {server !== undefined ? (
        <MailServerForm server={server} onClose={onClose} />
      ) : error ? (
        <ErrorState title={t('mail.failed')} error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingState />
      )}
    </Dialog>
  );
}
