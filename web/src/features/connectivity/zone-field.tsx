// The name of a time zone, with those that the browser knows to choose from.
import { TextField } from '@/shared/ui/field';
import { type ComponentProps, useId } from 'react';

const ZONES = Intl.supportedValuesOf('timeZone');

export function ZoneField(props: ComponentProps<typeof TextField>) {
  const id = useId();
  return (
    <>
      <TextField spellCheck={false} list={id} {...props} />
      <datalist id={id}>
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
