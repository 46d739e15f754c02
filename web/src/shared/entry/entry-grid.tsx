// The fields of one sample: readings, or a count and the size it was found in. Enter and the arrow keys walk along them,
// a pasted row or column fills them. Used to enter a sample and to edit one.
import type { Characteristic } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { Button } from '@/shared/ui/button';
import { controlClass, Field } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { Plus } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EntryCheck, isCounted } from './entry-check';
import { canAddField, pasteNumbers } from './entry-fields';

interface EntryGridProps {
  characteristic: Characteristic;
  texts: readonly string[];
  check: EntryCheck;
  /** Also shows what is missing, and not only what is wrong. */
  showAll: boolean;
  refused: Partial<Record<number, string>>;
  readOnly?: boolean;
  onChange: (texts: string[]) => void;
  firstField?: RefObject<HTMLInputElement | null>;
  autoFocus?: boolean;
}

export const fieldsOf = (element: HTMLElement): HTMLInputElement[] => [
  ...(element.closest('[data-entry-grid]')?.querySelectorAll<HTMLInputElement>('input') ?? []),
];

/** Selects what is there, so that the next reading takes its place. */
export const goTo = (field: HTMLInputElement | undefined): boolean => {
  field?.focus();
  field?.select();
  return field !== undefined;
};

/** Moves along the fields; Enter in one that sends is left to the form, which submits. */
const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Enter' && event.currentTarget.getAttribute('enterkeyhint') === 'send') return;
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const fields = fieldsOf(event.currentTarget);
  const moved = goTo(fields[fields.indexOf(event.currentTarget) + step]);
  if (moved || event.key !== 'Enter') event.preventDefault();
};

function useLabels(characteristic: Characteristic, count: number): string[] {
  const { t } = useTranslation('dataEntry');
  const { data_type } = characteristic;
  if (!isCounted(characteristic)) {
    return Array.from({ length: count }, (_, index) => t('form.reading', { number: index + 1 }));
  }
  const ofItems = data_type === 'p' || data_type === 'np';
  return [
    t(ofItems ? 'form.defectCount' : 'form.defectsFound'),
    t(ofItems ? 'form.inspectedItems' : 'form.inspectedUnits'),
  ];
}

export function EntryGrid({
  characteristic,
  texts,
  check,
  showAll,
  refused,
  readOnly = false,
  onChange,
  firstField,
  autoFocus,
}: EntryGridProps) {
  const { t } = useTranslation('dataEntry');
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const labels = useLabels(characteristic, texts.length);
  const counted = isCounted(characteristic);
  const min = counted ? texts.length : characteristic.min_measurements;
  // The area of a c chart is nearly always the usual one, and counts come one after the other.
  const sends = (index: number): boolean =>
    index === texts.length - 1 || (characteristic.data_type === 'c' && index === 0);

  const noteOf = (index: number): { error?: string; caution?: string } => {
    const answer = refused[index];
    if (answer) return { error: answer };
    const problem = check.problems[index];
    if (problem && (showAll || (left.has(index) && problem !== 'missing')))
      return { error: t(`problems.${problem}`) };
    const caution = check.cautions[index];
    return caution && (showAll || left.has(index)) ? { caution: t(`cautions.${caution}`) } : {};
  };

  const type = (index: number, text: string) => {
    setLeft((before) => new Set([...before].filter((item) => item !== index)));
    onChange(texts.map((before, i) => (i === index ? text : before)));
  };

  const onPaste = (event: ClipboardEvent<HTMLInputElement>, index: number): void => {
    const pasted = pasteNumbers(characteristic, texts, index, event.clipboardData.getData('text'));
    if (!pasted) return;
    event.preventDefault();
    if (readOnly) return;
    const input = event.currentTarget;
    setLeft((before) => new Set([...before, ...pasted.texts.keys()]));
    onChange(pasted.texts);
    // The fields for the added readings exist after the next paint.
    requestAnimationFrame(() => goTo(fieldsOf(input)[pasted.next]));
    if (pasted.dropped > 0) toast.info(t('form.dropped', { count: pasted.dropped }));
  };

  return (
    <div
      data-entry-grid
      className={cn(
        'grid items-start gap-x-2.5 gap-y-2',
        counted ? 'grid-cols-2' : 'grid-cols-[repeat(auto-fill,minmax(5.75rem,1fr))]',
      )}
    >
      {texts.map((text, index) => {
        const { error, caution } = noteOf(index);
        return (
          <Field
            key={index}
            label={labels[index] ?? ''}
            required={index < min}
            error={error}
            caution={caution}
          >
            {(ids) => (
              <input
                {...ids}
                ref={index === 0 ? firstField : undefined}
                className={cn(
                  controlClass,
                  'h-10! text-lg! font-medium tabular read-only:opacity-60',
                  caution && 'border-caution! bg-caution-soft!',
                )}
                inputMode="decimal"
                enterKeyHint={sends(index) ? 'send' : 'next'}
                autoComplete="off"
                autoFocus={autoFocus && index === 0}
                maxLength={40}
                aria-required={index < min}
                readOnly={readOnly}
                value={text}
                onChange={(event) => type(index, event.target.value)}
                onBlur={() => setLeft((before) => new Set(before).add(index))}
                onPaste={(event) => onPaste(event, index)}
                onKeyDown={onKeyDown}
              />
            )}
          </Field>
        );
      })}
      {canAddField(characteristic, texts) && (
        <Button
          title={t('form.addField')}
          aria-label={t('form.addField')}
          className="mt-[1.375rem] h-10 border-dashed"
          onClick={(event) => {
            const grid = event.currentTarget;
            onChange([...texts, '']);
            requestAnimationFrame(() => goTo(fieldsOf(grid).at(-1)));
          }}
        >
          <Plus size={16} aria-hidden />
        </Button>
      )}
    </div>
  );
}
