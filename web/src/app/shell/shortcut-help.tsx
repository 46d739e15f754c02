import { type Shortcut, useShortcutList, useShortcutSettings } from '@/shared/lib/shortcuts';
import { Dialog } from '@/shared/ui/dialog';
import { Checkbox } from '@/shared/ui/field';
import { Kbd } from '@/shared/ui/kbd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

function Keys({ keys }: { keys: string }) {
  const { t } = useTranslation('shell');
  return (
    <span className="inline-flex items-center gap-1">
      {keys.split(' ').map((key, index) => (
        <Fragment key={key}>
          {index > 0 && <span className="text-xs text-ink-faint">{t('shortcuts.then')}</span>}
          <Kbd>{key}</Kbd>
        </Fragment>
      ))}
    </span>
  );
}

function Section({ title, shortcuts }: { title: string; shortcuts: Shortcut[] }) {
  if (shortcuts.length === 0) return null;
  return (
    <section className="mb-4">
      <h3 className="mb-1 text-xs font-semibold text-ink-muted">{title}</h3>
      <dl className="divide-y divide-line">
        {shortcuts.map(({ keys, description }) => (
          <div key={keys} className="flex items-center justify-between py-1.5">
            <dt>{description}</dt>
            <dd>
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function ShortcutHelp({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { t } = useTranslation('shell');
  const shortcuts = useShortcutList((state) => state.shortcuts);
  const { enabled, setEnabled } = useShortcutSettings();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('shortcuts.title')}>
      <Section title={t('shortcuts.page')} shortcuts={shortcuts.filter(({ scope }) => scope === 'page')} />
      <Section
        title={t('shortcuts.everywhere')}
        shortcuts={shortcuts.filter(({ scope }) => scope === 'everywhere')}
      />
      <Checkbox
        label={t('shortcuts.enable')}
        checked={enabled}
        onChange={(event) => setEnabled(event.target.checked)}
      />
    </Dialog>
  );
}
