import type { ComponentProps } from 'react';
import { SelectField } from './field';

interface ChoiceFieldProps<Choice extends string | number> extends Omit<
  ComponentProps<typeof SelectField>,
  'children'
> {
  choices: readonly Choice[];
  text: (choice: Choice) => string;
}

/** One of a few that are known beforehand. */
export function ChoiceField<Choice extends string | number>(props: ChoiceFieldProps<Choice>) {
  const { choices, text, ...select } = props;
  return (
    <SelectField {...select}>
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {text(choice)}
        </option>
      ))}
    </SelectField>
  );
}
