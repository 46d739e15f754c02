// API keys: what machines and screens sign in by.
import { useApiKeys, useDeleteApiKey, useRevokeApiKey } from '@/shared/api/queries/api-keys';
import type { ApiKey } from '@/shared/api/types';
import { useNow } from '@/shared/lib/use-now';
import { ListPage } from '@/shared/list/list-page';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { EmptyState } from '@/shared/ui/states';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Frame } from '../frame';
import { EditDialog } from './edit-dialog';
import { KeyRow } from './key-row';

interface DialogProps {
  apiKey: ApiKey;
  onClose: () => void;
}

function RevokeDialog({ apiKey: { id, name }, onClose }: DialogProps) {
  const { t } = useTranslation('apiKeys');
  const revoke = useRevokeApiKey();
  return (
    <ConfirmDialog
      title={t('revoke.title', { name })}
      confirmLabel={t('revoke.confirm')}
      run={() => revoke.mutateAsync(id)}
      told={{ done: t('revoke.done', { name }), failed: t('revoke.failed', { name }) }}
      closesAnyway
      onClose={onClose}
    >
      <p>{t('revoke.body')}</p>
    </ConfirmDialog>
  );
}

function DeleteDialog({ apiKey: { id, name }, onClose }: DialogProps) {
  const { t } = useTranslation('apiKeys');
  const remove = useDeleteApiKey();
  return (
    <ConfirmDialog
      title={t('delete.title')}
      confirmLabel={t('delete.confirm')}
      run={() => remove.mutateAsync(id)}
      told={{ done: t('delete.done', { name }), failed: t('delete.failed', { name }) }}
      closesAnyway
      onClose={onClose}
    >
      <p>{t('delete.body', { name })}</p>
    </ConfirmDialog>
  );
}

function CreateLink({ text }: { text: string }) {
  return (
    <Link
      to="/settings/api-keys/new"
      className="inline-flex h-8 items-center gap-1.5 rounded-md bg-accent px-3 text-sm font-medium text-accent-ink hover:bg-accent-strong"
    >
      <Plus size={15} aria-hidden />
      {text}
    </Link>
  );
}

interface Asked {
  apiKey: ApiKey;
  action: 'edit' | 'revoke';
}

export function Component() {
  const { t } = useTranslation('apiKeys');
  const now = useNow(30_000);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  return (
    <Frame>
      <ListPage
        query={useApiKeys()}
        texts={{
          loading: t('list.loading'),
          failed: t('list.failed'),
          list: t('title'),
          count: (count) => t('list.count', { count }),
        }}
        add={<CreateLink text={t('list.create')} />}
        empty={
          <EmptyState
            icon={<KeyRound size={28} aria-hidden />}
            title={t('list.none')}
            hint={t('list.noneHint')}
            action={<CreateLink text={t('list.createFirst')} />}
          />
        }
        row={(apiKey, onDelete) => (
          <KeyRow
            key={apiKey.id}
            apiKey={apiKey}
            now={now}
            onEdit={() => setAsked({ apiKey, action: 'edit' })}
            onRevoke={() => setAsked({ apiKey, action: 'revoke' })}
            onDelete={() => onDelete(apiKey)}
          />
        )}
        deleteDialog={(apiKey, onClose) => <DeleteDialog apiKey={apiKey} onClose={onClose} />}
      />
      {asked?.action === 'edit' && <EditDialog apiKey={asked.apiKey} onClose={close} />}
      {asked?.action === 'revoke' && <RevokeDialog apiKey={asked.apiKey} onClose={close} />}
    </Frame>
  );
}
