// Language and time zone of the own account.
import { updateOwnAccount } from '@/shared/api/queries/users';
import type { CurrentUser } from '@/shared/api/types';
import { useSession } from '@/shared/auth/session';
import { EntityForm } from '@/shared/forms/entity-form';
import { FormFailure } from '@/shared/forms/form-failure';
import { checkedBy, useEntityForm } from '@/shared/forms/use-entity-form';
import { Button } from '@/shared/ui/button';
import { ChoiceField } from '@/shared/ui/choice-field';
import { FormSection } from '@/shared/ui/form-section';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import { languageName, languagesWith, zonesWith } from './own-account';

interface LocaleValues {
  /** Empty: the browser's. */
  language: string;
  time_zone: string;
}

function useLocaleForm({ language, time_zone }: CurrentUser) {
  const { t } = useTranslation('people');
  return useEntityForm<LocaleValues, CurrentUser>({
    resolver: checkedBy(() => ({})),
    initial: { language: language ?? '', time_zone: time_zone ?? '' },
    problemText: (key) => key,
    save: (values) =>
      updateOwnAccount({ language: values.language || null, time_zone: values.time_zone || null }),
    onSaved: (user) => {
      useSession.setState({ user });
      toast.success(t('profile.saved'));
    },
  });
}

const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function LocaleSection({ user }: { user: CurrentUser }) {
  const { t } = useTranslation(['people', 'common']);
  const form = useLocaleForm(user);
  const { field } = form;
  return (
    <FormSection title={t('profile.locale')} hint={t('profile.localeHint', { zone: browserZone() })}>
      <EntityForm form={form} className="flex flex-col gap-3">
        <div className="grid gap-3 sm:grid-cols-2">
          <ChoiceField
            label={t('profile.language')}
            {...field('language')}
            choices={['', ...languagesWith(user.language)]}
            text={(tag) => (tag === '' ? t('profile.ofBrowser') : languageName(tag))}
          />
          <ChoiceField
            label={t('profile.timeZone')}
            {...field('time_zone')}
            choices={['', ...zonesWith(user.time_zone)]}
            text={(zone) => (zone === '' ? t('profile.ofBrowser') : zone)}
          />
        </div>
        <FormFailure failure={form.failure} />
        <div>
          <Button type="submit" variant="primary" busy={form.isSaving}>
            {t('common:save')}
          </Button>
        </div>
      </EntityForm>
    </FormSection>
  );
}
