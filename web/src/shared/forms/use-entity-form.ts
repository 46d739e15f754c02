// The state of a form for one thing that the server keeps: what is typed, what is wrong with it, and its way to the server.
// What the server refuses stands beside the field that it names, where that field is shown, and above the buttons otherwise.
import { ApiError } from '@/shared/api/errors';
import { refusalOf } from '@/shared/api/refusal';
import { useState } from 'react';
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type Resolver,
  useForm,
  useWatch,
} from 'react-hook-form';

/** A message of the server, as opposed to the key of a text. */
const FROM_SERVER = 'server';

type Field<Values> = keyof Values & string;

interface EntityFormOptions<Values extends FieldValues, Saved> {
  /** Its messages are keys, which `problemText` puts into words. Of a zod schema: zodResolver(schema). */
  resolver: Resolver<Values, unknown, Values>;
  /** Every field, as the form begins. Fields are named as the members of the API. */
  initial: Values;
  problemText: (key: string) => string;
  /** Fields that are out of sight for what is typed; a refusal of one of them stands above the buttons. */
  isHidden?: (field: Field<Values>, values: Values) => boolean;
  /** The field that a conflict (409) is about; without it, it stands above the buttons. */
  unique?: Field<Values>;
  save: (checked: Values) => Promise<Saved>;
  onSaved: (saved: Saved) => void;
}

export function useEntityForm<Values extends FieldValues, Saved>(options: EntityFormOptions<Values, Saved>) {
  const { resolver, initial, problemText, isHidden, unique, save: store, onSaved } = options;
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values, unknown, Values>({
    resolver,
    defaultValues: initial as DefaultValues<Values>,
  });
  const values: Values = Object.assign({}, initial, useWatch({ control: form.control }));
  const { errors, isDirty, isSubmitting } = form.formState;

  const problem = (field: Field<Values>): string | undefined => {
    const error = errors[field];
    if (typeof error?.message !== 'string' || error.message === '') return undefined;
    return error.type === FROM_SERVER ? error.message : problemText(error.message);
  };

  const refuse = (error: unknown): void => {
    const tell = (field: Field<Values>, message: string, shouldFocus: boolean) =>
      form.setError(field as Path<Values>, { type: FROM_SERVER, message }, { shouldFocus });
    if (unique !== undefined && error instanceof ApiError && error.status === 409)
      return tell(unique, error.message, true);
    const isShown = (name: string): name is Field<Values> =>
      name in initial && !isHidden?.(name, form.getValues());
    const { fields, rest } = refusalOf(error, isShown);
    fields.forEach(({ field, message }, index) => tell(field, message, index === 0));
    setFailure(rest);
  };

  /** Does something with what is typed; what the server says against it is told as with saving. */
  const attempt = async (action: () => Promise<unknown>): Promise<void> => {
    setFailure(null);
    try {
      await action();
    } catch (error) {
      refuse(error);
    }
  };

  return {
    register: form.register,
    setValue: form.setValue,
    getValues: form.getValues,
    values,
    problem,
    /** What was refused and belongs to no field; null when nothing was. */
    failure,
    isDirty,
    isSaving: isSubmitting,
    save: form.handleSubmit((checked) => attempt(async () => onSaved(await store(checked)))),
    attempt,
    /** Whether these fields hold what they should; the focus goes to the first that does not. */
    check: (fields: readonly Field<Values>[]) =>
      form.trigger([...fields] as Path<Values>[], { shouldFocus: true }),
  };
}
