import { ApiError } from '@/shared/api/errors';
import { useCreateChannel, useUpdateChannel } from '@/shared/api/queries/notifications';
import { refusalOf } from '@/shared/api/refusal';
import type { Channel, ChannelKind } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { useCan } from '@/shared/auth/roles';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { Checkbox, SelectField, TextAreaField, TextField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChannelValues, createBody, KINDS, problemsOf, updateBody, valuesOf } from './channel-form';
import { WebFields } from './web-fields';

export interface ChannelFields {
  values: ChannelValues;
  set: (change: Partial<ChannelValues>) => void;
  problem: (field: string) => string | undefined;
}

const fieldOf = (field: string): string => field.replace(/\.\d+$/, '');
const isShown = (field: string): field is string => field !== 'body' && field !== 'plant_id';

function useChannelForm(channel: Channel | null, onSaved: (channel: Channel) => void) {
  const { t } = useTranslation('notifications');
  const plantId = usePlantSelection((state) => state.plantId);
  const create = useCreateChannel();
  const update = useUpdateChannel(channel?.id ?? 0);
  const [values, setValues] = useState(() => valuesOf(channel));
  const [isChecked, setIsChecked] = useState(false);
  const [refused, setRefused] = useState<Partial<Record<string, string>>>({});
  const [failure, setFailure] = useState<unknown>(null);
  const problems = isChecked ? problemsOf(values, channel === null) : {};
  const save = async (): Promise<void> => {
    setIsChecked(true);
    if (Object.keys(problemsOf(values, channel === null)).length > 0) return;
    try {
      onSaved(
        channel
          ? await update.mutateAsync(updateBody(values))
          : await create.mutateAsync(createBody(values, plantId)),
      );
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) {
        setRefused({ name: error.message });
        return;
      }
      const { fields, rest } = refusalOf(error, isShown);
      setRefused(Object.fromEntries(fields.map(({ field, message }) => [fieldOf(field), message])));
      setFailure(rest);
    }
  };
  return {
    values,
    set: (change: Partial<ChannelValues>) => {
      setValues((current) => ({ ...current, ...change }));
      setRefused({});
      setFailure(null);
    },
    problem: (field: string) => {
      const own = problems[field];
      return own ? t(`problems.${own}`) : refused[field];
    },
    failure,
    save,
    isSaving: create.isPending || update.isPending,
  };
}

function KindFields({ form }: { form: ChannelFields }) {
  const { t } = useTranslation('notifications');
  const isAdmin = useCan('admin');
  const { values, set } = form;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <SelectField
        label={t('channel.kind')}
        value={values.kind}
        onChange={({ target }) => set({ kind: target.value as ChannelKind })}
      >
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t(`kinds.${kind}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('channel.plant')}
        disabled={!isAdmin}
        value={values.every_plant ? 'every' : 'plant'}
        onChange={({ target }) => set({ every_plant: target.value === 'every' })}
      >
        <option value="plant">{t('channel.thisPlant')}</option>
        <option value="every">{t('everyPlant')}</option>
      </SelectField>
    </div>
  );
}

export function ChannelDialog({ channel, onClose }: { channel: Channel | null; onClose: () => void }) {
  const { t } = useTranslation(['notifications', 'common']);
  const errorText = useErrorText();
  const form = useChannelForm(channel, ({ name }) => {
    toast.success(t('channel.saved', { name }));
    onClose();
  });
  const { values, set, problem } = form;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void form.save();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={channel ? t('channel.editTitle', { name: channel.name }) : t('channel.newTitle')}
      className="w-[min(36rem,calc(100vw-2rem))]"
    >
      <form noValidate onSubmit={submit} className="flex flex-col gap-3">
        <TextField
          label={t('channel.name')}
          required
          maxLength={100}
          value={values.name}
          onChange={({ target }) => set({ name: target.value })}
          error={problem('name')}
        />
        {!channel && <KindFields form={form} />}
        {values.kind === 'email' ? (
          <TextAreaField
            label={t('channel.recipients')}
            hint={t('channel.recipientsHint')}
            required
            spellCheck={false}
            value={values.recipients}
            onChange={({ target }) => set({ recipients: target.value })}
            error={problem('recipients')}
          />
        ) : (
          <WebFields form={form} channel={channel} />
        )}
        <Checkbox
          label={t('channel.enabled')}
          checked={values.is_enabled}
          onChange={({ target }) => set({ is_enabled: target.checked })}
        />
        {form.failure !== null && (
          <p role="alert" className="rounded-md bg-alarm-soft px-3 py-2 text-alarm">
            {errorText(form.failure)}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" variant="primary" busy={form.isSaving}>
            {t(channel ? 'common:save' : 'channel.create')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
