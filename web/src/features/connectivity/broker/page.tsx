// The settings of one MQTT broker: a new one, or one that is stored.
import { useBrokers } from '@/shared/api/queries/brokers';
import type { Broker } from '@/shared/api/types';
import { EditorForm, EditorPage } from '@/shared/forms/editor-page';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
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
  const { t } = useTranslation('connectivity');
  const navigate = useNavigate();
  const form = useBrokerForm(broker, ({ name }) => {
    toast.success(t(broker ? 'broker.updated' : 'broker.created', { name }));
    void navigate(SERVERS);
  });
  const caveat = useCaveat(form, broker);
  return (
    <EditorForm
      title={broker ? t('broker.editTitle', { name: broker.name }) : t('broker.newTitle')}
      form={form}
      saveLabel={t(broker ? 'broker.update' : 'broker.create')}
      onCancel={() => void navigate(SERVERS)}
      aside={<TestConnection form={form} caveat={caveat} />}
      className="flex min-h-0 flex-1 flex-col gap-2.5"
    >
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
    </EditorForm>
  );
}

export function Component() {
  const { t } = useTranslation('connectivity');
  const texts = {
    loading: t('servers.loading'),
    failed: t('servers.failed'),
    notFound: t('broker.notFound'),
  };
  return (
    <EditorPage query={useBrokers()} texts={texts}>
      {(broker) => <BrokerEditor broker={broker} />}
    </EditorPage>
  );
}
