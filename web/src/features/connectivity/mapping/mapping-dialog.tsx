// Maps a characteristic: a server of either protocol is chosen, and then the fields are those of its protocol.
import type { OpcuaMapping, TagMapping } from '@/shared/api/types';
import type { Source } from '@/shared/connectivity/source';
import { EntityForm } from '@/shared/forms/entity-form';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NodeFields } from '../node/node-fields';
import { useNodeForm } from '../node/use-node-form';
import { CharacteristicField } from '../rule/characteristic-field';
import { ReplacedNotice } from '../rule/replaced-notice';
import { RuleFields } from '../rule/rule-fields';
import { ServerField } from '../rule/server-field';
import { useRuleForm } from '../rule/use-rule-form';
import { type Server, serverKey } from '../servers';
import { type Asked, type Choice, choiceFor } from './mapping-choice';

interface MappingDialogProps {
  asked: Asked;
  servers: readonly Server[];
  sources: readonly Source[];
  onClose: () => void;
}

interface PartProps extends Omit<MappingDialogProps, 'asked'> {
  choice: Choice;
  /** Of the chosen protocol; null for a new one, and for one that changes its protocol. */
  edited: Source | null;
  isEdited: boolean;
  onSwitch: (choice: Choice) => void;
}

function useSaved(onClose: () => void): (saved: TagMapping | OpcuaMapping) => void {
  const { t } = useTranslation('connectivity');
  return ({ characteristic_name }) => {
    toast.success(t('rule.saved', { name: characteristic_name }));
    onClose();
  };
}

function Actions({
  isEdited,
  isSaving,
  onClose,
}: {
  isEdited: boolean;
  isSaving?: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation(['connectivity', 'common']);
  return (
    <DialogActions>
      <Button onClick={onClose}>{t('common:cancel')}</Button>
      <Button type="submit" variant="primary" busy={isSaving ?? false} disabled={isSaving ?? true}>
        {t(isEdited ? 'common:save' : 'rule.create')}
      </Button>
    </DialogActions>
  );
}

function TopicPart({ choice, edited, isEdited, servers, sources, onSwitch, onClose }: PartProps) {
  const mapping = edited?.protocol === 'mqtt' ? edited.mapping : null;
  const { characteristicId, server } = choice;
  const form = useRuleForm({
    mapping,
    initial: { characteristic_id: characteristicId, broker_id: server?.id ?? mapping?.broker_id ?? null },
    onSaved: useSaved(onClose),
  });
  const chooseServer = (next: Server | null) => {
    if (next?.protocol === 'opcua')
      onSwitch({ characteristicId: form.values.characteristic_id, protocol: 'opcua', server: next });
    else form.set({ broker_id: next?.id ?? null });
  };
  return (
    <EntityForm form={form}>
      <RuleFields
        form={form}
        servers={servers}
        onServer={chooseServer}
        mapping={mapping}
        isFixed={isEdited}
        sources={sources}
        shape={null}
      />
      <Actions isEdited={isEdited} isSaving={form.isSaving} onClose={onClose} />
    </EntityForm>
  );
}

function NodePart({ choice, edited, isEdited, servers, sources, onSwitch, onClose }: PartProps) {
  const mapping = edited?.protocol === 'opcua' ? edited.mapping : null;
  const { characteristicId, server } = choice;
  const form = useNodeForm({
    mapping,
    initial: { characteristic_id: characteristicId, server_id: server?.id ?? mapping?.server_id ?? null },
    onSaved: useSaved(onClose),
  });
  const chooseServer = (next: Server | null) => {
    if (next?.protocol === 'mqtt')
      onSwitch({ characteristicId: form.values.characteristic_id, protocol: 'mqtt', server: next });
    else form.set({ server_id: next?.id ?? null });
  };
  return (
    <EntityForm form={form}>
      <NodeFields
        form={form}
        servers={servers}
        onServer={chooseServer}
        mapping={mapping}
        isFixed={isEdited}
        sources={sources}
      />
      <Actions isEdited={isEdited} isSaving={form.isSaving} onClose={onClose} />
    </EntityForm>
  );
}

/** Nothing more can be asked before it is known what the server speaks. */
function ServerPart({ choice, servers, sources, onSwitch, onClose }: PartProps) {
  const { characteristicId } = choice;
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <CharacteristicField
          value={characteristicId}
          onChange={(id) => onSwitch({ ...choice, characteristicId: id })}
          error={undefined}
          disabled={false}
        />
        <ServerField
          servers={servers}
          value={null}
          error={undefined}
          onChange={(server) => server && onSwitch({ characteristicId, protocol: server.protocol, server })}
        />
      </div>
      <ReplacedNotice characteristicId={characteristicId} sources={sources} />
      <Actions isEdited={false} onClose={onClose} />
    </>
  );
}

const parts = { mqtt: TopicPart, opcua: NodePart };

export function MappingDialog({ asked, servers, sources, onClose }: MappingDialogProps) {
  const { t } = useTranslation('connectivity');
  const [choice, setChoice] = useState(() => choiceFor(asked, servers));
  const source = asked.kind === 'edit' ? asked.source : null;
  const { protocol, server } = choice;
  const Part = protocol === null ? ServerPart : parts[protocol];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={source ? t('rule.editTitle', { name: source.characteristicName }) : t('rule.newTitle')}
      className="w-[min(60rem,calc(100vw-2rem))]!"
    >
      <Part
        key={server ? serverKey(server.protocol, server.id) : protocol}
        choice={choice}
        edited={source?.protocol === protocol ? source : null}
        isEdited={source !== null}
        servers={servers}
        sources={sources}
        onSwitch={setChoice}
        onClose={onClose}
      />
    </Dialog>
  );
}
