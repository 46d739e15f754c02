// The editor of one rule: a new one, or one that is stored.
import { useNotificationRules } from '@/shared/api/queries/notifications';
import type { NotificationRule } from '@/shared/api/types';
import { EditorForm, EditorPage } from '@/shared/forms/editor-page';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { EscalationSection } from './escalation-section';
import { EventsSection } from './events-section';
import { QuietSection } from './quiet-section';
import { ScopeSection } from './scope-section';
import { TellSection } from './tell-section';
import { useRuleForm } from './use-rule-form';

const LIST = '/notifications/rules';

function RuleEditor({ rule }: { rule: NotificationRule | null }) {
  const { t } = useTranslation(['notifications', 'common']);
  const navigate = useNavigate();
  const form = useRuleForm(rule, ({ name }) => {
    toast.success(t('rule.saved', { name }));
    void navigate(LIST);
  });
  return (
    <EditorForm
      title={rule ? t('rule.editTitle', { name: rule.name }) : t('rule.newTitle')}
      form={form}
      saveLabel={t(rule ? 'common:save' : 'rule.create')}
      onCancel={() => void navigate(LIST)}
      className="flex min-h-0 flex-1 flex-col gap-2.5"
    >
      <div className="grid min-h-0 flex-1 scroll-thin content-start gap-2.5 lg:overflow-y-auto xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-2.5">
          <EventsSection form={form} rule={rule} />
          <ScopeSection form={form} rule={rule} />
        </div>
        <div className="flex min-w-0 flex-col gap-2.5">
          <TellSection form={form} />
          <EscalationSection form={form} />
          <QuietSection form={form} />
        </div>
      </div>
    </EditorForm>
  );
}

export function Component() {
  const { t } = useTranslation('notifications');
  const texts = { loading: t('rules.loading'), failed: t('rules.failed'), notFound: t('rule.unknown') };
  return (
    <EditorPage query={useNotificationRules()} texts={texts}>
      {(rule) => <RuleEditor rule={rule} />}
    </EditorPage>
  );
}
