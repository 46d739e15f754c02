// Where access tokens for the mail server come from.
import { TextAreaField, TextField } from '@/shared/ui/field';
import { ChoiceField } from '@/shared/ui/choice-field';
import { useTranslation } from 'react-i18next';
import { GRANTS, type Oauth } from './mail-form';
import type { MailFormState } from './use-mail-form';

interface OauthFieldsProps {
  form: MailFormState;
  /** What the server has already, without its secrets. */
  stored: Oauth | null;
}

export function OauthFields({ form, stored }: OauthFieldsProps) {
  const { t } = useTranslation('notifications');
  const { values, field } = form;
  const keep = (isStored: boolean | undefined) => (isStored ? t('mail.keepSecrets') : undefined);
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <ChoiceField
          label={t('mail.grant')}
          {...field('oauth.grant')}
          choices={GRANTS}
          text={(grant) => t(`mail.grants.${grant}`)}
        />
        <TextField
          label={t('mail.tokenUrl')}
          required
          inputMode="url"
          spellCheck={false}
          {...field('oauth.token_url')}
        />
        <TextField label={t('mail.clientId')} required spellCheck={false} {...field('oauth.client_id')} />
        <TextField
          label={t('mail.clientSecret')}
          type="password"
          autoComplete="new-password"
          hint={keep(stored?.has_client_secret)}
          {...field('oauth.client_secret')}
        />
        <TextField
          label={t('mail.scope')}
          hint={t('mail.scopeHint')}
          spellCheck={false}
          {...field('oauth.scope')}
        />
        {values.oauth.grant === 'refresh_token' && (
          <TextField
            label={t('mail.refreshToken')}
            type="password"
            autoComplete="new-password"
            hint={keep(stored?.has_refresh_token)}
            {...field('oauth.refresh_token')}
          />
        )}
      </div>
      <TextAreaField
        label={t('mail.tokenCa')}
        hint={t('channel.caHint')}
        spellCheck={false}
        {...field('oauth.ca_certificate')}
      />
    </>
  );
}
