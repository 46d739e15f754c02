// A time as text, in one form for everybody: the browser's own field follows the browser's language, not that of the page.
// Its calendar is there all the same, behind the button.
import { zoneName } from '@/shared/lib/format';
import { cn } from '@/shared/lib/cn';
import { parseTimeText, timeText } from '@/shared/lib/time-text';
import { CalendarDays } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { controlClass, Field } from './field';

interface DateTimeFieldProps {
  label: string;
  /** As typed; parseTimeText() tells the time. */
  value: string;
  onChange: (text: string) => void;
  hint?: string | undefined;
  /** What is wrong with a time that is one; what is none is told by the field itself. */
  error?: string | undefined;
  className?: string;
  autoFocus?: boolean;
}

/** As the browser's field holds it. */
const nativeValue = (time: Date | null): string => (time ? timeText(time).replace(' ', 'T') : '');

interface CalendarProps {
  label: string;
  time: Date | null;
  onChoose: (text: string) => void;
}

function Calendar({ label, time, onChoose }: CalendarProps) {
  const native = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        aria-label={label}
        title={label}
        onClick={() => native.current?.showPicker()}
        className="absolute inset-y-0 right-0 flex w-8 items-center justify-center rounded-md text-ink-faint hover:text-ink"
      >
        <CalendarDays size={15} aria-hidden />
      </button>
      <input
        ref={native}
        type="datetime-local"
        step={1}
        tabIndex={-1}
        aria-hidden
        value={nativeValue(time)}
        onChange={({ target }) => onChoose(target.value)}
        className="pointer-events-none absolute right-0 bottom-0 size-0 opacity-0"
      />
    </>
  );
}

export function DateTimeField(props: DateTimeFieldProps) {
  const { label, value, onChange, hint, error, className, autoFocus } = props;
  const { t } = useTranslation();
  const [isTyping, setTyping] = useState(false);
  const time = parseTimeText(value);
  const isIllegible = time === null && value.trim() !== '';
  const zone = zoneName(time ?? new Date());
  const format = t('dateTime.format');
  const choose = (native: string) => {
    const chosen = parseTimeText(native);
    onChange(chosen ? timeText(chosen) : '');
  };
  return (
    <Field
      label={t('dateTime.label', { label, zone })}
      hint={hint}
      error={error ?? (isIllegible && !isTyping ? t('dateTime.illegible', { format }) : undefined)}
      className={className ?? ''}
    >
      {(ids) => (
        <div className="relative">
          <input
            {...ids}
            type="text"
            autoComplete="off"
            spellCheck={false}
            placeholder={format}
            autoFocus={autoFocus}
            value={value}
            onChange={({ target }) => {
              setTyping(true);
              onChange(target.value);
            }}
            onBlur={() => setTyping(false)}
            className={cn(controlClass, 'pr-8 tabular')}
          />
          <Calendar label={t('dateTime.calendar', { label })} time={time} onChoose={choose} />
        </div>
      )}
    </Field>
  );
}
