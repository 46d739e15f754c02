import { FormSection } from '@/shared/ui/form-section';
import { ChoiceField } from '@/shared/ui/choice-field';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CERTIFICATES } from '../links';
import { POLICIES, SECURE_MODES } from './opcua-form';
import type { OpcuaFormState } from './use-opcua-form';

export function SecuritySection({ form }: { form: OpcuaFormState }) {
  const { t } = useTranslation('connectivity');
  const { values, problem, choosePolicy } = form;
  const isOpen = values.security_policy === 'None';
  const modes = isOpen ? (['None'] as const) : SECURE_MODES;
  return (
    <FormSection title={t('opcua.security')}>
      <div className="grid gap-3 sm:grid-cols-2">
        <ChoiceField
          label={t('opcua.policy')}
          value={values.security_policy}
          error={problem('security_policy')}
          onChange={({ target }) =>
            choosePolicy(POLICIES.find((policy) => policy === target.value) ?? 'None')
          }
          choices={POLICIES}
          text={(policy) => t(`opcua.policies.${policy}`)}
        />
        <ChoiceField
          label={t('opcua.mode')}
          disabled={isOpen}
          error={problem('security_mode')}
          value={values.security_mode}
          onChange={({ target }) =>
            form.set({ security_mode: SECURE_MODES.find((mode) => mode === target.value) ?? 'None' })
          }
          choices={modes}
          text={(mode) => t(`opcua.modes.${mode}`)}
        />
      </div>
      {isOpen ? (
        <p className={values.auth_mode === 'username_password' ? 'text-caution' : 'text-ink-muted'}>
          {t(values.auth_mode === 'username_password' ? 'opcua.openPassword' : 'opcua.open')}
        </p>
      ) : (
        <p className="text-ink-muted">
          {t('opcua.trustHint')}{' '}
          <Link to={CERTIFICATES} className="font-medium text-accent hover:underline">
            {t('certificates.title')}
          </Link>
        </p>
      )}
    </FormSection>
  );
}
