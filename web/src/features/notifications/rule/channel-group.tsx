import { useChannels } from '@/shared/api/queries/notifications';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useTranslation } from 'react-i18next';
import { CheckGroup } from '@/shared/ui/check-group';
import type { RuleFormState } from './use-rule-form';

interface ChannelGroupProps {
  form: RuleFormState;
  legend: string;
  field: string;
  value: number[];
  onChange: (ids: number[]) => void;
}

/** The channels that a rule may use: those of its plant and those of every plant. */
export function ChannelGroup({ form, legend, field, value, onChange }: ChannelGroupProps) {
  const { t } = useTranslation('notifications');
  const plantId = usePlantSelection((state) => state.plantId);
  const { data: channels } = useChannels();
  const usable = (channels ?? []).filter(
    (channel) =>
      value.includes(channel.id) ||
      channel.plant_id === null ||
      (!form.values.every_plant && channel.plant_id === plantId),
  );
  return (
    <CheckGroup
      legend={legend}
      hint={channels && usable.length === 0 ? t('rule.noChannel') : undefined}
      options={usable.map(({ id, name, kind }) => ({ value: id, label: `${name} (${t(`kinds.${kind}`)})` }))}
      value={value}
      onChange={onChange}
      error={form.problem(field)}
    />
  );
}
