// A new key, and its secret, which is shown once.
import type { ApiKeyCreated, KeyPurpose } from '@/shared/api/types';
import { EditorForm } from '@/shared/forms/editor-page';
import { ChoiceField } from '@/shared/ui/choice-field';
import { DateTimeField } from '@/shared/ui/date-time-field';
import { TextField } from '@/shared/ui/field';
import { FormSection } from '@/shared/ui/form-section';
import { SecretOnce } from '@/shared/ui/secret-once';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Frame } from '../frame';
import { PURPOSES, scopesOf } from './key-form';
import { ScopeSection } from './scope-section';
import { type KeyFormState, useKeyForm } from './use-key-form';

const LIST = '/settings/api-keys';

function KeySection({ form }: { form: KeyFormState }) {
  const { t } = useTranslation('apiKeys');
  const { values, set, field, problem } = form;
  const choose = (purpose: KeyPurpose) => {
    const scopes = scopesOf(purpose);
    set({ purpose, scope: scopes.find((scope) => scope === values.scope) ?? scopes[0] ?? 'all' });
  };
  return (
    <FormSection title={t('key.what')}>
      <TextField
        label={t('key.name')}
        placeholder={t('key.namePlaceholder')}
        required
        maxLength={255}
        {...field('name')}
      />
      <ChoiceField
        label={t('key.purpose')}
        hint={t(`purposeHints.${values.purpose}`)}
        value={values.purpose}
        onChange={({ target }) => choose(target.value as KeyPurpose)}
        choices={PURPOSES}
        text={(purpose) => t(`purposes.${purpose}`)}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <DateTimeField
          label={t('key.expires')}
          hint={t('key.expiresHint')}
          value={values.expires_at}
          onChange={(expires_at) => set({ expires_at })}
          error={problem('expires_at')}
        />
        <TextField
          label={t('key.rate')}
          hint={t('key.rateHint')}
          inputMode="numeric"
          required
          {...field('rate_limit_per_minute')}
        />
      </div>
    </FormSection>
  );
}

export function Component() {
  const { t } = useTranslation('apiKeys');
  const navigate = useNavigate();
  const [made, setMade] = useState<ApiKeyCreated | null>(null);
  const form = useKeyForm(setMade);
  const back = () => void navigate(LIST);
  if (made)
    return (
      <Frame>
        <SecretOnce
          title={t('made.title')}
          hint={t('made.hint')}
          label={t('made.label', { name: made.name })}
          secret={made.key}
          onDone={back}
        />
      </Frame>
    );
  return (
    <Frame>
      <EditorForm
        title={t('key.newTitle')}
        form={form}
        saveLabel={t('key.create')}
        onCancel={back}
        className="flex max-w-3xl flex-col gap-2.5"
      >
        <KeySection form={form} />
        <ScopeSection form={form} />
      </EditorForm>
    </Frame>
  );
}
