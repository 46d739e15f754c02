// One OPC UA server: the settings of a new or a stored one, and what may be written to a stored one.
import { useOpcuaServers } from '@/shared/api/queries/opcua-servers';
import type { OpcuaServer } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { positiveInteger } from '@/shared/lib/positive-integer';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { SERVERS } from '../links';
import { TestConnection } from '../test-connection';
import { WritingSection } from '../writing/writing-section';
import { ConnectionSection } from './connection-section';
import { IdentitySection } from './identity-section';
import { untestable } from './opcua-form';
import { SecuritySection } from './security-section';
import { useOpcuaForm } from './use-opcua-form';

function ServerEditor({ server }: { server: OpcuaServer | null }) {
  const { t } = useTranslation(['connectivity', 'common']);
  const navigate = useNavigate();
  const errorText = useErrorText();
  const form = useOpcuaForm(server, ({ name }) => {
    toast.success(t(server ? 'opcua.updated' : 'opcua.created', { name }));
    void navigate(SERVERS);
  });
  const missing = untestable(form.values, server);
  return (
    <form
      noValidate
      onSubmit={(event) => void form.save(event)}
      aria-labelledby="opcua-heading"
      className="flex flex-col gap-2.5"
    >
      <h2 id="opcua-heading" className="px-1 text-lg font-semibold">
        {server ? t('opcua.editTitle', { name: server.name }) : t('opcua.newTitle')}
      </h2>
      <div className="grid content-start gap-2.5 xl:grid-cols-2">
        <div>
          <ConnectionSection form={form} server={server} />
        </div>
        <div className="flex flex-col gap-2.5">
          <SecuritySection form={form} />
          <IdentitySection form={form} server={server} />
        </div>
      </div>
      {form.failure !== null && (
        <p role="alert" className="rounded-md bg-alarm-soft px-3 py-2 text-alarm">
          {errorText(form.failure)}
        </p>
      )}
      <Card className="flex flex-wrap items-center gap-2 px-3 py-2">
        <TestConnection form={form} caveat={missing && t(`testing.without.${missing}`)} />
        <Button onClick={() => void navigate(SERVERS)}>{t('common:cancel')}</Button>
        <Button type="submit" variant="primary" busy={form.isSaving}>
          {t(server ? 'opcua.update' : 'opcua.create')}
        </Button>
      </Card>
    </form>
  );
}

export function Component() {
  const { t } = useTranslation('connectivity');
  const { id } = useParams();
  const { data: servers, error, refetch } = useOpcuaServers();
  const server = servers?.find((item) => item.id === positiveInteger(id ?? null));
  if (id === undefined || server) {
    return (
      <div className="flex min-h-0 flex-1 scroll-thin flex-col gap-2.5 lg:overflow-y-auto">
        <ServerEditor key={server?.id ?? 'new'} server={server ?? null} />
        {server && <WritingSection server={server} />}
      </div>
    );
  }
  return (
    <Card className="flex-1">
      {servers ? (
        <EmptyState title={t('opcua.notFound')} />
      ) : error ? (
        <ErrorState title={t('servers.failed')} error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingState text={t('servers.loading')} />
      )}
    </Card>
  );
}
