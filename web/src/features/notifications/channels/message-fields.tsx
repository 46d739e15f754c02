// How a webhook's messages look: headers and a token for its receiver, and a body of its own.
import { usePreviewBody } from '@/shared/api/queries/notifications';
import { refusalOf } from '@/shared/api/refusal';
import type { Channel } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button, IconButton } from '@/shared/ui/button';
import { Checkbox, TextAreaField, TextField } from '@/shared/ui/field';
import { ChoiceField } from '@/shared/ui/choice-field';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { BODY_CHOICES, type BodyChoice, bodyPart, type Header, MAX_HEADERS } from './channel-form';
import type { ChannelFormState } from './use-channel-form';

interface MessageFieldsProps {
  form: ChannelFormState;
  channel: Channel | null;
}

function HeaderFields({ form }: { form: ChannelFormState }) {
  const { t } = useTranslation('notifications');
  const { values, set, problem } = form;
  const { headers } = values;
  const change = (index: number, part: Partial<Header>) =>
    set({ headers: headers.map((header, i) => (i === index ? { ...header, ...part } : header)) });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="text-sm font-medium">{t('channel.headers')}</legend>
      <p className="text-xs text-ink-muted">{t('channel.headersHint')}</p>
      {headers.map(({ name, value }, i) => (
        <div key={i} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_2rem] items-start gap-2">
          <TextField
            label={t('channel.headerName', { number: i + 1 })}
            spellCheck={false}
            value={name}
            onChange={({ target }) => change(i, { name: target.value })}
            error={problem(`headers.${i}.name`)}
          />
          <TextField
            label={t('channel.headerValue', { number: i + 1 })}
            spellCheck={false}
            value={value}
            onChange={({ target }) => change(i, { value: target.value })}
            error={problem(`headers.${i}.value`)}
          />
          <IconButton
            label={t('channel.removeHeader', { number: i + 1 })}
            className="mt-6"
            onClick={() => set({ headers: headers.filter((_, other) => other !== i) })}
          >
            <Trash2 size={15} aria-hidden />
          </IconButton>
        </div>
      ))}
      {headers.length < MAX_HEADERS && (
        <Button
          className="self-start"
          icon={<Plus size={14} aria-hidden />}
          onClick={() => set({ headers: [...headers, { name: '', value: '' }] })}
        >
          {t('channel.addHeader')}
        </Button>
      )}
    </fieldset>
  );
}

function TokenFields({ form, channel }: MessageFieldsProps) {
  const { t } = useTranslation('notifications');
  const { values, set, field } = form;
  const isStored = channel?.has_bearer_token ?? false;
  return (
    <>
      <TextField
        label={t('channel.token')}
        type="password"
        autoComplete="new-password"
        hint={t(isStored ? 'channel.keepToken' : 'channel.tokenHint')}
        disabled={values.remove_bearer_token}
        {...field('bearer_token')}
      />
      {isStored && (
        <Checkbox
          label={t('channel.removeToken')}
          checked={values.remove_bearer_token}
          onChange={({ target }) => set({ remove_bearer_token: target.checked, bearer_token: '' })}
        />
      )}
    </>
  );
}

const isTemplate = (field: string): field is 'body_template' => field === 'body_template';

function Preview({ form }: { form: ChannelFormState }) {
  const { t } = useTranslation('notifications');
  const errorText = useErrorText();
  const preview = usePreviewBody();
  const { data, error } = preview;
  const refused = error ? refusalOf(error, isTemplate) : null;
  return (
    <div className="flex flex-col gap-2">
      <Button
        className="self-start"
        busy={preview.isPending}
        onClick={() => preview.mutate(bodyPart(form.values))}
      >
        {t('channel.preview')}
      </Button>
      {refused && (
        <p role="alert" className="text-xs text-alarm">
          {refused.fields[0]?.message ?? errorText(refused.rest)}
        </p>
      )}
      {data && (
        <>
          <figure aria-label={t('channel.previewTitle')} className="rounded-md bg-sunken px-3 py-2">
            <figcaption className="text-xs text-ink-muted">
              {t('channel.previewTitle')} · {data.content_type}
            </figcaption>
            <pre className="overflow-x-auto font-mono text-xs whitespace-pre-wrap">{data.body}</pre>
          </figure>
          <details>
            <summary className="cursor-pointer text-xs text-ink-muted">{t('channel.placeholders')}</summary>
            <p className="font-mono text-xs break-words">
              {data.placeholders.map((name) => `{{${name}}}`).join(' ')}
            </p>
          </details>
        </>
      )}
    </div>
  );
}

function BodyFields({ form }: { form: ChannelFormState }) {
  const { t } = useTranslation('notifications');
  const { values, set, field, problem } = form;
  return (
    <>
      <ChoiceField
        label={t('channel.body')}
        value={values.body}
        onChange={({ target }) => set({ body: target.value as BodyChoice })}
        error={problem('body_format')}
        choices={BODY_CHOICES}
        text={(choice) => t(`channel.bodies.${choice}`)}
      />
      {values.body !== 'standard' && (
        <TextAreaField
          label={t('channel.template')}
          hint={t('channel.templateHint', { example: '{{text}}, {{alert.value}}' })}
          required
          spellCheck={false}
          {...field('body_template')}
        />
      )}
      <Preview form={form} />
    </>
  );
}

export function MessageFields({ form, channel }: MessageFieldsProps) {
  const { t } = useTranslation('notifications');
  const { values, problem } = form;
  const fields = values.headers.flatMap((_, i) => [`headers.${i}.name`, `headers.${i}.value`]);
  const isWrong = [...fields, 'headers', 'bearer_token', 'body_format', 'body_template'].some(problem);
  return (
    <details {...(isWrong ? { open: true } : {})}>
      <summary className="cursor-pointer text-sm text-ink-muted">{t('channel.message')}</summary>
      <div className="mt-2 flex flex-col gap-3">
        <HeaderFields form={form} />
        <TokenFields form={form} channel={channel} />
        <BodyFields form={form} />
      </div>
    </details>
  );
}
