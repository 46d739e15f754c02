import type { Channel } from '@/shared/api/types';
import { Button } from '@/shared/ui/button';
import { Checkbox, TextAreaField, TextField } from '@/shared/ui/field';
import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { newSecret } from './channel-form';
import { MessageFields } from './message-fields';
import type { ChannelFormState } from './use-channel-form';

interface WebFieldsProps {
  form: ChannelFormState;
  channel: Channel | null;
}

/** A new secret is shown, to be copied to the receiver; a stored one never again. */
function SecretFields({ form, channel }: WebFieldsProps) {
  const { t } = useTranslation('notifications');
  const { values, set, field } = form;
  const isStored = channel?.has_secret ?? false;
  return (
    <>
      <div className="flex items-end gap-2">
        <TextField
          label={t('channel.secret')}
          hint={t(isStored ? 'channel.keepSecret' : 'channel.secretHint')}
          className="flex-1"
          autoComplete="off"
          spellCheck={false}
          disabled={values.remove_secret}
          {...field('secret')}
        />
        <Button
          className="mb-5"
          icon={<KeyRound size={14} aria-hidden />}
          disabled={values.remove_secret}
          onClick={() => set({ secret: newSecret() })}
        >
          {t('channel.newSecret')}
        </Button>
      </div>
      {isStored && (
        <Checkbox
          label={t('channel.removeSecret')}
          checked={values.remove_secret}
          onChange={({ target }) => set({ remove_secret: target.checked, secret: '' })}
        />
      )}
    </>
  );
}

export function WebFields({ form, channel }: WebFieldsProps) {
  const { t } = useTranslation('notifications');
  const { values, field, register, problem } = form;
  return (
    <>
      <TextField
        label={t('channel.url')}
        hint={
          channel?.masked_url
            ? t('channel.keepUrl', { url: channel.masked_url })
            : t(`urlHints.${values.kind}`)
        }
        required={channel === null}
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        placeholder={t('channel.urlPlaceholder')}
        {...field('url')}
      />
      {values.kind === 'webhook' && (
        <>
          <SecretFields form={form} channel={channel} />
          <MessageFields form={form} channel={channel} />
        </>
      )}
      <details {...(problem('ca_certificate') ? { open: true } : {})}>
        <summary className="cursor-pointer text-sm text-ink-muted">{t('channel.certificate')}</summary>
        <div className="mt-2 flex flex-col gap-3">
          <Checkbox label={t('channel.verify')} {...register('verify_certificate')} />
          {!values.verify_certificate && (
            <p role="alert" className="rounded-md bg-caution-soft px-3 py-1.5 text-caution">
              {t('channel.unverified')}
            </p>
          )}
          <TextAreaField
            label={t('channel.ca')}
            hint={t('channel.caHint')}
            spellCheck={false}
            {...field('ca_certificate')}
          />
        </div>
      </details>
    </>
  );
}
