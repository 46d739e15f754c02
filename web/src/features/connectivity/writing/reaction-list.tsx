import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { useRemoveReaction } from '@/shared/api/queries/opcua-writing';
import type { Reaction } from '@/shared/api/types';
import { DeleteButton } from '@/shared/list/list-row';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useTold } from '@/shared/ui/use-told';
import { useTranslation } from 'react-i18next';

function ReactionRow({ reaction, name }: { reaction: Reaction; name: string }) {
  const { t } = useTranslation('connectivity');
  const told = useTold();
  const remove = useRemoveReaction(reaction.server_id);
  const texts = {
    done: t('writing.reactionRemoved', { name }),
    failed: t('writing.reactionNotRemoved', { name }),
  };
  return (
    <li className="flex items-center gap-3 px-2.5 py-1.5">
      <div className="min-w-0 flex-1">
        <p>{t(`writing.when.${reaction.severity}`, { name })}</p>
        <p className="font-mono text-xs break-all text-ink-muted">
          {`${reaction.node_id} = ${JSON.stringify(reaction.value)}`}
        </p>
        {reaction.problem && <p className="text-alarm">{reaction.problem}</p>}
      </div>
      <DeleteButton
        label={t('writing.removeReaction', { name, node: reaction.node_id })}
        disabled={remove.isPending}
        onClick={() => void told(() => remove.mutateAsync(reaction.id), texts)}
      />
    </li>
  );
}

/** Removing one touches no machine, so nothing is asked. */
export function ReactionList({ reactions }: { reactions: readonly Reaction[] }) {
  const { t } = useTranslation('connectivity');
  const plantId = usePlantSelection((state) => state.plantId);
  const { data: characteristics } = useCharacteristics(plantId);
  const nameOf = (id: number): string =>
    characteristics?.find((characteristic) => characteristic.id === id)?.name ??
    t('writing.otherCharacteristic', { id });
  if (reactions.length === 0) return <p className="text-ink-muted">{t('writing.noReactions')}</p>;
  return (
    <ul aria-label={t('writing.reactions')} className="divide-y divide-line rounded-md border border-line">
      {reactions.map((reaction) => (
        <ReactionRow key={reaction.id} reaction={reaction} name={nameOf(reaction.characteristic_id)} />
      ))}
    </ul>
  );
}
