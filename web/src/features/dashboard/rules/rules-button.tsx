import { useRules } from '@/shared/api/queries/rules';
import type { Characteristic } from '@/shared/api/types';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { Loaded } from '@/shared/ui/loaded';
import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RulesForm } from './rules-form';

interface RulesPanelProps {
  characteristic: Characteristic;
  onClose: () => void;
}

function RulesPanel({ characteristic, onClose }: RulesPanelProps) {
  const { t } = useTranslation('dashboard');
  const texts = { loading: t('rules.loading'), failed: t('rules.loadFailed') };
  return (
    <Loaded query={useRules(characteristic.id)} texts={texts} isBare>
      {(stored) => <RulesForm characteristic={characteristic} stored={stored} onClose={onClose} />}
    </Loaded>
  );
}

/** Which rules judge a characteristic, on which charts, and how severe their violations are. */
export function RulesButton({ characteristic }: { characteristic: Characteristic }) {
  const { t } = useTranslation('dashboard');
  const [open, setOpen] = useState(false);
  const name = t('rules.title');
  return (
    <>
      <Button title={name} icon={<ListChecks size={15} aria-hidden />} onClick={() => setOpen(true)}>
        <span className="max-2xl:sr-only">{name}</span>
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={name} description={t('rules.body')}>
        <RulesPanel characteristic={characteristic} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
