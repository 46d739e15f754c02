// The whole form of a node's mapping, for the dialog and for the quick form beside the address space.
import type { OpcuaMapping } from '@/shared/api/types';
import type { Source } from '@/shared/connectivity/source';
import { Checkbox, SelectField, TextField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import { RuleFrame } from '../rule/rule-frame';
import { ServerField } from '../rule/server-field';
import { trialOfNode } from '../rule/trial';
import { TriggerFields } from '../rule/trigger-fields';
import { ValueFields } from '../rule/value-fields';
import { type Server, serverKey } from '../servers';
import { CHANGE_TRIGGERS, FINE_FIELDS } from './node-form';
import type { NodeFormState } from './use-node-form';

interface NodeFieldsProps {
  form: NodeFormState;
  /** What can be chosen from; none where server and node are chosen elsewhere. */
  servers?: readonly Server[];
  onServer?: (server: Server | null) => void;
  /** The mapping that is edited. */
  mapping: OpcuaMapping | null;
  /** The characteristic cannot be changed. */
  isFixed?: boolean;
  /** All of the plant, to tell what would be replaced. */
  sources: readonly Source[];
}

function AddressFields({ form, servers, onServer }: Pick<NodeFieldsProps, 'form' | 'servers' | 'onServer'>) {
  const { t } = useTranslation('connectivity');
  const { values, problem, field } = form;
  if (!servers || !onServer) return null;
  return (
    <div className="grid gap-3 sm:grid-cols-[12rem_minmax(0,1fr)]">
      <ServerField
        servers={servers}
        value={values.server_id === null ? null : serverKey('opcua', values.server_id)}
        onChange={onServer}
        error={problem('server_id')}
      />
      <TextField
        label={t('node.node')}
        hint={t('node.nodeHint')}
        required
        spellCheck={false}
        className="[&>input]:font-mono"
        {...field('node_id')}
      />
    </div>
  );
}

function FineFields({ form }: { form: NodeFormState }) {
  const { t } = useTranslation('connectivity');
  const isRefused = FINE_FIELDS.some((field) => form.problem(field) !== undefined);
  return (
    <details {...(isRefused ? { open: true } : {})}>
      <summary className="w-fit cursor-pointer rounded text-sm font-medium text-accent">
        {t('node.fine')}
      </summary>
      <div className="mt-2 grid gap-3 sm:grid-cols-3">
        {FINE_FIELDS.map((field) => (
          <TextField
            key={field}
            label={t(`node.${field}`)}
            hint={t(`node.hints.${field}`)}
            inputMode="numeric"
            {...form.field(field)}
          />
        ))}
      </div>
    </details>
  );
}

export function NodeFields(props: NodeFieldsProps) {
  const { form, servers, onServer, mapping, isFixed = false, sources } = props;
  const { t } = useTranslation('connectivity');
  const { values, field, register } = form;
  return (
    <RuleFrame
      form={form}
      trial={form.trial && trialOfNode(form.trial)}
      isEdited={mapping !== null}
      isFixed={isFixed}
      sources={sources}
      source={
        <>
          <AddressFields form={form} {...(servers && onServer ? { servers, onServer } : {})} />
          <SelectField
            label={t('node.change')}
            hint={
              values.change_trigger === ''
                ? t('node.chooseChangeHint')
                : t(`node.changeHints.${values.change_trigger}`)
            }
            required
            {...field('change_trigger')}
          >
            {values.change_trigger === '' && <option value="">{t('node.chooseChange')}</option>}
            {CHANGE_TRIGGERS.map((trigger) => (
              <option key={trigger} value={trigger}>
                {t(`node.changes.${trigger}`)}
              </option>
            ))}
          </SelectField>
          <div>
            <Checkbox label={t('node.takeInitial')} {...register('take_initial_value')} />
            <p className="mt-1 ml-6 text-sm text-ink-muted">{t('node.takeInitialHint')}</p>
          </div>
          <div>
            <Checkbox label={t('node.everyValue')} {...register('every_value_counts')} />
            <p className="mt-1 ml-6 text-sm text-ink-muted">{t('node.everyValueHint')}</p>
          </div>
          <ValueFields form={form} />
          <FineFields form={form} />
        </>
      }
      trigger={
        <TriggerFields
          protocol="opcua"
          strategy={values.trigger_strategy}
          field={field}
          trigger={
            <TextField
              label={t('node.trigger')}
              hint={t('node.triggerHint')}
              required
              spellCheck={false}
              className="[&>input]:font-mono"
              {...field('trigger_node_id')}
            />
          }
        />
      }
    />
  );
}
