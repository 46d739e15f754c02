import { connectionTone } from '@/shared/connectivity/connection-state';
import { Badge } from '@/shared/ui/badge';
import { useTranslation } from 'react-i18next';
import type { Server } from './servers';

/** The state in a word. */
export function ServerState({ server }: { server: Pick<Server, 'state' | 'isActive'> }) {
  const { t } = useTranslation('connectivity');
  const { state, isActive } = server;
  const word = state === 'disconnected' && !isActive ? 'off' : state;
  return <Badge tone={connectionTone[state]}>{t(`states.${word}`)}</Badge>;
}
