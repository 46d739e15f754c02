// Where access tokens for the mail server come from.
import { SelectField, TextAreaField, TextField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import { type Grant, GRANTS, type MailField, type MailValues, type Oauth } from './mail-form';

interface OauthFieldsProps {
  values: MailValues;
  set: (change: Partial<MailValues>) => void;
  problem: (field: MailField) => string | undefined;
  /** What the server has already, without its secrets. */
  stored: Oauth | null;
}

export function OauthFields({ values, set, problem, stored }: OauthFieldsProps) {
  const { t } = useTranslation('notifications');
  const keep = (isStored: boolean | undefined) => (isStored ? t('mail.keepSecrets') : undefined);
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label={t('mail.grant')}
          value={values.grant}
          onChange={({ target }) => set({ grant: target.value as Grant })}
          error={problem('oauth.grant')}
        >
          {GRANTS.map((grant) => (
            <option key={grant} value={grant}>
              {t(`mail.grants.${grant}`)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('mail.tokenUrl')}
          required
          inputMode="url"
          spellCheck={false}
          value={values.token_url}
          onChange={({ target }) => set({ token_url: target.value })}
          error={problem('oauth.token_url')}
        />
        <TextField
          label={t('mail.clientId')}
          required
          spellCheck={false}
          value={values.client_id}
          onChange={({ target }) => set({ client_id: target.value })}
          error={problem('oauth.client_id')}
        />
        <TextField
          label={t('mail.clientSecret')}
          type="password"
          autoComplete="new-password"
          hint={keep(stored?.has_client_secret)}
          value={values.client_secret}
          onChange={({ target }) => set({ client_secret: target.value })}
          error={problem('oauth.client_secret')}
        />
        <TextField
          label={t('mail.scope')}
          hint={t('mail.scopeHint')}
          spellCheck={false}
          value={values.scope}
          onChange={({ target }) => set({ scope: target.value })}
          error={problem('oauth.scope')}
        />
        {values.grant === 'refresh_token' && (
          <TextField
            label={t('mail.refreshToken')}
            type="password"
            autoComplete="new-password"
            hint={keep(stored?.has_refresh_token)}
            value={values.refresh_token}
            onChange={({ target }) => set({ refresh_token: target.value })}
            error={problem('oauth.refresh_token')}
          />
        )}
      </div>
      <TextAreaField
        label={t('mail.tokenCa')}
        hint={t('channel.caHint')}
        spellCheck={false}
        value={values.token_ca_certificate}
        onChange={({ target }) => set({ token_ca_certificate: target.value })}
        error={problem('oauth.ca_certificate')}
      />
    </>
  );
}
