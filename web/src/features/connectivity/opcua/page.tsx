// One OPC UA server: the settings of a new or a stored one, and what may be written to a stored one.
import { useOpcuaServers } from '@/shared/api/queries/opcua-servers';
import type { OpcuaServer } from '@/shared/api/types';
import { EditorForm, EditorPage } from '@/shared/forms/editor-page';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { SERVERS } from '../links';
import { TestConnection } from '../test-connection';
import { WritingSection } from '../writing/writing-section';
import { ConnectionSection } from './connection-section';
import { IdentitySection } from './identity-section';
import { untestable } from './opcua-form';
import { SecuritySection } from './security-section';
import { useOpcuaForm } from './use-opcua-form';

function ServerEditor({ server }: { server: OpcuaServer | null }) {
  const { t } = useTranslation('connectivity');
  const navigate = useNavigate();
  const form = useOpcuaForm(server, ({ name }) => {
    toast.success(t(server ? 'opcua.updated' : 'opcua.created', { name }));
    void navigate(SERVERS);
  });
  const missing = untestable(form.values, server);
  return (
    <EditorForm
      title={server ? t('opcua.editTitle', { name: server.name }) : t('opcua.newTitle')}
      form={form}
      saveLabel={t(server ? 'opcua.update' : 'opcua.create')}
      onCancel={() => void navigate(SERVERS)}
      aside={<TestConnection form={form} caveat={missing && t(`testing.without.${missing}`)} />}
    >
      <div className="grid content-start gap-2.5 xl:grid-cols-2">
        <div>
          <ConnectionSection form={form} server={server} />
        </div>
        <div className="flex flex-col gap-2.5">
          <SecuritySection form={form} />
          <IdentitySection form={form} server={server} />
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
    notFound: t('opcua.notFound'),
  };
  return (
    <EditorPage query={useOpcuaServers()} texts={texts}>
      {(server) => (
        <div className="flex min-h-0 flex-1 scroll-thin flex-col gap-2.5 lg:overflow-y-auto">
          <ServerEditor server={server} />
          {server && <WritingSection server={server} />}
        </div>
      )}
    </EditorPage>
  );
}
