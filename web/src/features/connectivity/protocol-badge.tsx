import { Badge } from '@/shared/ui/badge';
import { useTranslation } from 'react-i18next';
import type { Protocol } from './protocols';

export function ProtocolBadge({ protocol }: { protocol: Protocol }) {
  const { t } = useTranslation('connectivity');
  return <Badge className="border border-line-strong bg-surface!">{t(`protocols.${protocol}`)}</Badge>;
}
