import { usePlants } from '@/shared/api/queries/plants';
import type { ApiKey } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { formatLongMoment, parseTime } from '@/shared/lib/format';
import { DeleteButton, EditButton, ListRow } from '@/shared/list/list-row';
import { Ago } from '@/shared/ui/ago';
import { Badge, type Tone } from '@/shared/ui/badge';
import { Button } from '@/shared/ui/button';
import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type KeyState, stateOf } from './key-state';

const tones: Record<KeyState, Tone> = {
  active: 'ok',
  expiring: 'caution',
  expired: 'alarm',
  revoked: 'neutral',
};

function useScopeText(): (key: ApiKey) => string {
  const { t } = useTranslation('apiKeys');
  const { data: plants } = usePlants();
  return ({ scope, plants: ids, branches, characteristics }) => {
    const nameOf = (id: number) => plants?.find((plant) => plant.id === id)?.name ?? `#${id}`;
    switch (scope) {
      case 'all':
        return t('scopes.all');
      case 'plants':
        return ids.map(nameOf).join(', ');
      case 'branches':
        return t('scope.branches', { count: branches.length });
      case 'characteristics':
        return t('scope.characteristics', { count: characteristics.length });
    }
  };
}

interface KeyRowProps {
  apiKey: ApiKey;
  now: number;
  onEdit: () => void;
  onRevoke: () => void;
  onDelete: () => void;
}

export function KeyRow({ apiKey, now, onEdit, onRevoke, onDelete }: KeyRowProps) {
  const { t } = useTranslation('apiKeys');
  const isAdmin = useCan('admin');
  const scopeText = useScopeText();
  const { name, purpose, expires_at, last_used_at, created_by, is_active, rate_limit_per_minute } = apiKey;
  const state = stateOf(apiKey, now);
  return (
    <ListRow
      icon={KeyRound}
      name={<span className="font-semibold break-words">{name}</span>}
      badges={
        <>
          <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
          <Badge>{t(`purposes.${purpose}`)}</Badge>
        </>
      }
      details={
        <>
          <p className="text-ink-muted">{scopeText(apiKey)}</p>
          <p className="text-xs text-ink-muted tabular">
            {expires_at === null
              ? t('row.noExpiry')
              : t(state === 'expired' ? 'row.expired' : 'row.expires', {
                  time: formatLongMoment(parseTime(expires_at)),
                })}
            {' · '}
            {t('row.rate', { count: rate_limit_per_minute })}
            {' · '}
            {created_by === null ? t('row.byOldVersion') : t('row.by', { name: created_by })}
            {' · '}
            {last_used_at === null ? (
              t('row.neverUsed')
            ) : (
              <>
                {t('row.used')} <Ago time={last_used_at} now={now} />
              </>
            )}
          </p>
        </>
      }
      actions={
        <>
          {isAdmin && is_active && (
            <Button className="h-7! px-2.5!" aria-label={t('revoke.name', { name })} onClick={onRevoke}>
              {t('revoke.confirm')}
            </Button>
          )}
          <EditButton label={t('edit.name', { name })} onClick={onEdit} />
          {isAdmin && <DeleteButton label={t('delete.name', { name })} onClick={onDelete} />}
        </>
      }
    />
  );
}
