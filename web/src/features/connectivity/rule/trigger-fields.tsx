// When readings become a sample.
import { TextField } from '@/shared/ui/field';
import { ChoiceField } from '@/shared/ui/choice-field';
import type { ReactNode } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Protocol } from '../protocols';
import { STRATEGIES } from './rule-form';

type FieldName = 'trigger_strategy' | 'dead_band' | 'timeout_seconds';

interface TriggerFieldsProps {
  protocol: Protocol;
  strategy: (typeof STRATEGIES)[number];
  field: (name: FieldName) => UseFormRegisterReturn & { error: string | undefined };
  /** What completes a sample, where something does. */
  trigger: ReactNode;
}

export function TriggerFields({ protocol, strategy, field, trigger }: TriggerFieldsProps) {
  const { t } = useTranslation('connectivity');
  const texts = protocol === 'mqtt' ? 'rule' : 'node';
  return (
    <>
      <ChoiceField
        label={t('rule.strategy')}
        hint={t(`${texts}.strategyHints.${strategy}`)}
        {...field('trigger_strategy')}
        choices={STRATEGIES}
        text={(name) => t(`${texts}.strategies.${name}`)}
      />
      {strategy === 'on_trigger' && trigger}
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={t('rule.deadBand')}
          hint={t(`${texts}.deadBandHint`)}
          inputMode="decimal"
          {...field('dead_band')}
        />
        <TextField
          label={t('rule.timeout')}
          hint={t('rule.timeoutHint')}
          inputMode="decimal"
          {...field('timeout_seconds')}
        />
      </div>
    </>
  );
}
