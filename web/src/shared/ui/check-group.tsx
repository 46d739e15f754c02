// Several of a few: checkboxes under one legend, with what is wrong about them.
import { useId } from 'react';
import { Checkbox } from './field';

interface CheckGroupProps<V extends string | number> {
  legend: string;
  hint?: string | undefined;
  error?: string | undefined;
  options: readonly { value: V; label: string }[];
  value: readonly V[];
  onChange: (value: V[]) => void;
}

export function CheckGroup<V extends string | number>(props: CheckGroupProps<V>) {
  const { legend, hint, error, options, value, onChange } = props;
  const id = useId();
  const note = error ?? hint;
  const toggle = (item: V, checked: boolean) =>
    onChange(
      options
        .map((option) => option.value)
        .filter((each) => (each === item ? checked : value.includes(each))),
    );
  return (
    <fieldset aria-describedby={note ? id : undefined}>
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {options.map((option) => (
          <Checkbox
            key={option.value}
            label={option.label}
            aria-invalid={error !== undefined}
            checked={value.includes(option.value)}
            onChange={({ target }) => toggle(option.value, target.checked)}
          />
        ))}
      </div>
      {note && (
        <p
          id={id}
          role={error ? 'alert' : undefined}
          className={error ? 'mt-1 text-xs text-alarm' : 'mt-1 text-xs text-ink-muted'}
        >
          {note}
        </p>
      )}
    </fieldset>
  );
}
