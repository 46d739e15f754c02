import { Badge, type Tone } from '@/shared/ui/badge';
import { useTranslation } from 'react-i18next';
import type { CharacteristicState } from './tree-rows';

const tones: Record<CharacteristicState, Tone> = { ooc: 'alarm', unsampled: 'neutral', ok: 'ok' };

export function StateBadge({
  state,
  openViolations,
}: {
  state: CharacteristicState;
  openViolations: number;
}) {
  const { t } = useTranslation();
  return (
    <Badge tone={tones[state]} title={t(`states.${state}Hint`, { count: openViolations })}>
      {t(`states.${state}`)}
    </Badge>
  );
}
