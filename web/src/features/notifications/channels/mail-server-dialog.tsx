// The mail server of the installation: an administrator's.
import { useMailServer } from '@/shared/api/queries/notifications';
import type { MailServer } from '@/shared/api/types';
import { DialogForm } from '@/shared/forms/dialog-form';
import { Dialog } from '@/shared/ui/dialog';
import { Checkbox, TextAreaField, TextField } from '@/shared/ui/field';
import { ChoiceField } from '@/shared/ui/choice-field';
import { Loaded } from '@/shared/ui/loaded';
import { useTranslation } from 'react-i18next';
import { AUTHENTICATIONS, PORTS, SECURITIES, type Security } from './mail-form';
import { OauthFields } from './oauth-fields';
import { type MailFormState, useMailForm } from './use-mail-form';

function AddressFields({ form }: { form: MailFormState }) {
  const { t } = useTranslation('notifications');
  const { field } = form;
  return (
    <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_6rem_12rem]">
      <TextField label={t('mail.host')} required spellCheck={false} {...field('host')} />
      <TextField label={t('mail.port')} required spellCheck={false} inputMode="numeric" {...field('port')} />
      <ChoiceField
        label={t('mail.security')}
        {...field('security')}
        onChange={({ target }) => {
          const security = target.value as Security;
          form.set({ security, port: PORTS[security] });
        }}
        choices={SECURITIES}
        text={(security) => t(`mail.securities.${security}`)}
      />
    </div>
  );
}

function IdentityFields({ form, server }: { form: MailFormState; server: MailServer | null }) {
  const { t } = useTranslation('notifications');
  const { values, field } = form;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <ChoiceField
        label={t('mail.authentication')}
        {...field('authentication')}
        choices={AUTHENTICATIONS}
        text={(authentication) => t(`mail.authentications.${authentication}`)}
      />
      {values.authentication !== 'none' && (
        <TextField label={t('mail.username')} autoComplete="off" spellCheck={false} {...field('username')} />
      )}
      {values.authentication === 'password' && (
        <TextField
          label={t('mail.password')}
          type="password"
          autoComplete="new-password"
          hint={server?.has_password ? t('mail.keepPassword') : undefined}
          {...field('password')}
        />
      )}
    </div>
  );
}

function MailServerForm({ server, onClose }: { server: MailServer | null; onClose: () => void }) {
  const { t } = useTranslation(['notifications', 'common']);
  const form = useMailForm(server, onClose);
  const { values, field, register } = form;
  return (
    <DialogForm form={form} saveLabel={t('common:save')} onCancel={onClose}>
      <AddressFields form={form} />
      <TextField
        label={t('mail.sender')}
        hint={t('mail.senderHint')}
        required
        spellCheck={false}
        inputMode="email"
        {...field('sender')}
      />
      <IdentityFields form={form} server={server} />
      {values.authentication === 'oauth2' && <OauthFields form={form} stored={server?.oauth ?? null} />}
      <Checkbox label={t('channel.verify')} {...register('verify_certificate')} />
      <TextAreaField
        label={t('channel.ca')}
        hint={t('channel.caHint')}
        spellCheck={false}
        {...field('ca_certificate')}
      />
    </DialogForm>
  );
}

export function MailServerDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('notifications');
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('mail.title')}
      description={t('mail.subtitle')}
      className="w-[min(40rem,calc(100vw-2rem))]"
    >
      <Loaded query={useMailServer(true)} texts={{ failed: t('mail.failed') }} isBare>
        {(server) => <MailServerForm server={server} onClose={onClose} />}
      </Loaded>
    </Dialog>
  );
}
