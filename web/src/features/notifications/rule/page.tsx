// The editor of one rule: a new one, or one that is stored.
import { useNotificationRules } from '@/shared/api/queries/notifications';
import type { NotificationRule } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { positiveInteger } from '@/shared/lib/positive-integer';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { toast } from '@/shared/ui/toast';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
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
  const errorText = useErrorText();
  const form = useRuleForm(rule, ({ name }) => {
    toast.success(t('rule.saved', { name }));
    void navigate(LIST);
  });
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const element = event.currentTarget;
    await form.save();
    // After the marks have been drawn.
    requestAnimationFrame(() => element.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <form
      noValidate
      onSubmit={(event) => void submit(event)}
      aria-labelledby="rule-heading"
      className="flex min-h-0 flex-1 flex-col gap-2.5"
    >
      <h2 id="rule-heading" className="px-1 text-lg font-semibold">
        {rule ? t('rule.editTitle', { name: rule.name }) : t('rule.newTitle')}
      </h2>
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
      {form.failure !== null && (
        <p role="alert" className="rounded-md bg-alarm-soft px-3 py-2 text-alarm">
          {errorText(form.failure)}
        </p>
      )}
      <Card className="flex flex-wrap items-center justify-end gap-2 px-3 py-2">
        <Button onClick={() => void navigate(LIST)}>{t('common:cancel')}</Button>
        <Button type="submit" variant="primary" busy={form.isSaving}>
          {t(rule ? 'common:save' : 'rule.create')}
        </Button>
      </Card>
    </form>
  );
}

export function Component() {
  const { t } = useTranslation('notifications');
  const { id } = useParams();
  const { data: rules, error, refetch } = useNotificationRules();
  if (id === undefined) return <RuleEditor rule={null} />;
  const rule = rules?.find((item) => item.id === positiveInteger(id));
  if (rule) return <RuleEditor key={rule.id} rule={rule} />;
  return (
    <Card className="flex-1">
      {rules ? (
        <EmptyState title={t('rule.unknown')} />
      ) : error ? (
        <ErrorState title={t('rules.failed')} error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingState text={t('rules.loading')} />
      )}
    </Card>
  );
}
