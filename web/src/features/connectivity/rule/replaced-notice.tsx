import type { Source } from '@/shared/connectivity/source';
import { useTranslation } from 'react-i18next';

interface ReplacedNoticeProps {
  characteristicId: number | null;
  /** All of the plant. */
  sources: readonly Source[];
}

/** A characteristic has one source: says which one would be lost. */
export function ReplacedNotice({ characteristicId, sources }: ReplacedNoticeProps) {
  const { t } = useTranslation('connectivity');
  const replaced = sources.find((source) => source.characteristicId === characteristicId);
  if (!replaced) return null;
  return (
    <p className="rounded-md bg-caution-soft px-2.5 py-1.5 break-words text-caution">
      {t('rule.replaces', { topic: replaced.address })}
    </p>
  );
}
