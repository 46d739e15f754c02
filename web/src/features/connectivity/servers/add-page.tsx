// The first step of a new server: what it speaks.
import { Card } from '@/shared/ui/card';
import { Factory, type LucideIcon, RadioTower } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { newServerLink } from '../links';
import { PROTOCOLS, type Protocol } from '../protocols';

const icons: Record<Protocol, LucideIcon> = { mqtt: RadioTower, opcua: Factory };

function ProtocolCard({ protocol }: { protocol: Protocol }) {
  const { t } = useTranslation('connectivity');
  const Icon = icons[protocol];
  return (
    <li>
      <Link
        to={newServerLink(protocol)}
        aria-describedby={`add-${protocol}`}
        className="flex h-full gap-3 rounded-lg border border-line-strong bg-surface p-4 shadow-card transition-colors hover:border-accent hover:bg-sunken"
      >
        <Icon size={26} aria-hidden className="shrink-0 text-accent" />
        <div className="flex flex-col gap-1">
          <h3 className="text-base font-semibold">{t(`add.${protocol}`)}</h3>
          <p id={`add-${protocol}`} className="text-ink-muted">
            {t(`add.${protocol}Hint`)}
          </p>
        </div>
      </Link>
    </li>
  );
}

export function Component() {
  const { t } = useTranslation('connectivity');
  return (
    <Card aria-labelledby="add-server" className="flex-1 p-4">
      <h2 id="add-server" className="mb-3 text-lg font-semibold">
        {t('add.title')}
      </h2>
      <ul className="grid max-w-4xl gap-3 sm:grid-cols-2">
        {PROTOCOLS.map((protocol) => (
          <ProtocolCard key={protocol} protocol={protocol} />
        ))}
      </ul>
    </Card>
  );
}
