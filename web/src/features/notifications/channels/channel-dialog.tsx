import type { Channel } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { DialogForm } from '@/shared/forms/dialog-form';
import { Dialog } from '@/shared/ui/dialog';
import { Checkbox, SelectField, TextAreaField, TextField } from '@/shared/ui/field';
import { ChoiceField } from '@/shared/ui/choice-field';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import { KINDS } from './channel-form';
import { type ChannelFormState, useChannelForm } from './use-channel-form';
import { WebFields } from './web-fields';

function KindFields({ form }: { form: ChannelFormState }) {
  const { t } = useTranslation('notifications');
  const isAdmin = useCan('admin');
  const { values, set, register } = form;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <ChoiceField
        label={t('channel.kind')}
        {...register('kind')}
        choices={KINDS}
        text={(kind) => t(`kinds.${kind}`)}
      />
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
  const form = useChannelForm(channel, ({ name }) => {
    toast.success(t('channel.saved', { name }));
    onClose();
  });
  const { values, field, register } = form;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={channel ? t('channel.editTitle', { name: channel.name }) : t('channel.newTitle')}
      className="w-[min(36rem,calc(100vw-2rem))]"
    >
      <DialogForm form={form} saveLabel={t(channel ? 'common:save' : 'channel.create')} onCancel={onClose}>
        <TextField label={t('channel.name')} required maxLength={100} {...field('name')} />
        {!channel && <KindFields form={form} />}
        {values.kind === 'email' ? (
          <TextAreaField
            label={t('channel.recipients')}
            hint={t('channel.recipientsHint')}
            required
            spellCheck={false}
            {...field('recipients')}
          />
        ) : (
          <WebFields form={form} channel={channel} />
        )}
        <Checkbox label={t('channel.enabled')} {...register('is_enabled')} />
      </DialogForm>
    </Dialog>
  );
}
