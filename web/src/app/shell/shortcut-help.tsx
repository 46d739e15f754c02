import { type Shortcut, useShortcutList, useShortcutSettings } from '@/shared/lib/shortcuts';
import { Dialog } from '@/shared/ui/dialog';
import { Checkbox } from '@/shared/ui/field';
import { Kbd } from '@/shared/ui/kbd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

const symbols: Partial<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };

function Keys({ keys }: { keys: string }) {
  const { t } = useTranslation('shell');
  return (
    <span className="inline-flex items-center gap-1">
      {keys.split(' ').map((key, index) => (
        <Fragment key={key}>
          {index > 0 && <span className="text-xs text-ink-faint">{t('shortcuts.then')}</span>}
          <Kbd>{symbols[key] ?? key}</Kbd>
        </Fragment>
      ))}
    </span>
  );
}

/** Keys that do the same share one line. */
const byDescription = (shortcuts: Shortcut[]): [string, string[]][] => {
  const lines = new Map<string, string[]>();
  for (const { description, keys } of shortcuts)
    lines.set(description, [...(lines.get(description) ?? []), keys]);
  return [...lines];
};

function Section({ title, shortcuts }: { title: string; shortcuts: Shortcut[] }) {
  const { t } = useTranslation('shell');
  if (shortcuts.length === 0) return null;
  return (
    <section className="mb-4">
      <h3 className="mb-1 text-xs font-semibold text-ink-muted">{title}</h3>
      <dl className="divide-y divide-line">
        {byDescription(shortcuts).map(([description, alternatives]) => (
          <div key={description} className="flex items-center justify-between gap-4 py-1.5">
            <dt>{description}</dt>
            <dd className="flex items-center gap-1 whitespace-nowrap">
              {alternatives.map((keys, index) => (
                <Fragment key={keys}>
                  {index > 0 && <span className="text-xs text-ink-faint">{t('shortcuts.or')}</span>}
                  <Keys keys={keys} />
                </Fragment>
              ))}
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
