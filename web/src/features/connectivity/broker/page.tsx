// The settings of one MQTT broker: a new one, or one that is stored.
import { useBrokers } from '@/shared/api/queries/brokers';
import type { Broker } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { positiveInteger } from '@/shared/lib/positive-integer';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { SERVERS } from '../links';
import { ConnectionSection } from './connection-section';
import { CredentialsSection } from './credentials-section';
import { OutboundSection } from './outbound-section';
import { TestConnection } from '../test-connection';
import { untestable } from './broker-form';
import { TlsSection } from './tls-section';
import { type BrokerFormState, useBrokerForm } from './use-broker-form';

/** Stored secrets that a test has to do without. */
function useCaveat({ values }: BrokerFormState, broker: Broker | null): string | null {
  const { t } = useTranslation('connectivity');
  const [missing, ...more] = untestable(values, broker);
  if (missing === undefined) return null;
  return t(more.length > 0 ? 'testing.withoutBoth' : `testing.without.${missing}`);
}

function BrokerEditor({ broker }: { broker: Broker | null }) {
  const { t } = useTranslation(['connectivity', 'common']);
  const navigate = useNavigate();
  const errorText = useErrorText();
  const form = useBrokerForm(broker, ({ name }) => {
    toast.success(t(broker ? 'broker.updated' : 'broker.created', { name }));
    void navigate(SERVERS);
  });
  const caveat = useCaveat(form, broker);
  return (
    <form
      noValidate
      onSubmit={(event) => void form.save(event)}
      aria-labelledby="broker-heading"
      className="flex min-h-0 flex-1 flex-col gap-2.5"
    >
      <h2 id="broker-heading" className="px-1 text-lg font-semibold">
        {broker ? t('broker.editTitle', { name: broker.name }) : t('broker.newTitle')}
      </h2>
      <div className="grid min-h-0 flex-1 scroll-thin content-start gap-2.5 lg:overflow-y-auto xl:grid-cols-2">
        <div className="flex flex-col gap-2.5">
          <ConnectionSection form={form} broker={broker} />
          <CredentialsSection form={form} broker={broker} />
          <OutboundSection form={form} />
        </div>
        <div className="flex flex-col gap-2.5">
          <TlsSection form={form} broker={broker} />
        </div>
      </div>
      {form.failure !== null && (
        <p role="alert" className="rounded-md bg-alarm-soft px-3 py-2 text-alarm">
          {errorText(form.failure)}
        </p>
      )}
      <Card className="flex flex-wrap items-center gap-2 px-3 py-2">
        <TestConnection form={form} caveat={caveat} />
        <Button onClick={() => void navigate(SERVERS)}>{t('common:cancel')}</Button>
        <Button type="submit" variant="primary" busy={form.isSaving}>
          {t(broker ? 'broker.update' : 'broker.create')}
        </Button>
      </Card>
    </form>
  );
}

export function Component() {
  const { t } = useTranslation('connectivity');
  const { id } = useParams();
  const { data: brokers, error, refetch } = useBrokers();
  if (id === undefined) return <BrokerEditor broker={null} />;
  const broker = brokers?.find((item) => item.id === positiveInteger(id));
  if (broker) return <BrokerEditor key={broker.id} broker={broker} />;
  return (
    <Card className="flex-1">
      {brokers ? (
        <EmptyState title={t('broker.notFound')} />
      ) : error ? (
        <ErrorState title={t('servers.failed')} error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingState text={t('servers.loading')} />
      )}
    </Card>
  );
}
