// Says, wherever one is, that something that was entered is not stored: what waits for an answer for longer than a moment,
// and what waits for its person. Leads to where it was entered.
import { ownEntries, useOutbox } from '@/shared/entry/outbox-store';
import { useSession } from '@/shared/auth/session';
import { CloudUpload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export function OutboxBadge() {
  const { t } = useTranslation('dataEntry');
  const { entries, failures } = useOutbox();
  const owner = useSession(({ user }) => user?.id);
  const shown = ownEntries(entries, owner).filter(({ state }) => state !== 'waiting' || failures > 1);
  const [first] = shown;
  if (!first) return null;
  return (
    <Link
      to={`/data-entry?c=${first.characteristicId}`}
      className="inline-flex h-8 items-center gap-1.5 rounded-md bg-caution-soft px-2.5 font-medium text-caution"
    >
      <CloudUpload size={15} aria-hidden />
      {t('outbox.elsewhere', { count: shown.length })}
    </Link>
  );
}
