// The state of a form for one thing that the server keeps: what is typed, what is wrong with it, and its way to the server.
// What the server refuses stands beside the field that it names, where that field is shown, and above the buttons otherwise.
import { ApiError } from '@/shared/api/errors';
import { refusalOf } from '@/shared/api/refusal';
import { useState } from 'react';
import {
  type DefaultValues,
  type FieldErrors,
  type FieldValues,
  get,
  type Path,
  type PathValue,
  type Resolver,
  set as place,
  useForm,
  useWatch,
} from 'react-hook-form';

/** A message of the server, as opposed to the key of a text. */
const FROM_SERVER = 'server';

type Field<Values> = keyof Values & string;
type Problems = Partial<Record<string, string>>;

/** For a form that tells by itself what is wrong: keys of texts, by the path of the field. */
export const checkedBy =
  <Values extends FieldValues>(problemsOf: (values: Values) => Problems): Resolver<Values, unknown, Values> =>
  (values) => {
    const problems = Object.entries(problemsOf(values));
    if (problems.length === 0) return { values, errors: {} };
    const errors: FieldErrors<Values> = {};
    for (const [path, message] of problems) place(errors, path, { type: 'own', message });
    return { values: {}, errors };
  };

interface EntityFormOptions<Values extends FieldValues, Saved> {
  /** Its messages are keys, which `problemText` puts into words. Of a zod schema: zodResolver(schema). */
  resolver: Resolver<Values, unknown, Values>;
  /** Every field, as the form begins. Fields are named as the members of the API. */
  initial: Values;
  problemText: (key: string, values: Values) => string;
  /** Whether a refusal of this path can stand beside a field. By default whatever the form holds is in sight. */
  isShown?: (path: string, values: Values) => boolean;
  /** The field that a conflict (409) is about; without it, it stands above the buttons. */
  unique?: Field<Values>;
  save: (checked: Values) => Promise<Saved>;
  onSaved?: (saved: Saved) => void;
  /** Tells what was refused and belongs to no field, where the form does not show it itself. */
  onFailed?: (failure: unknown) => void;
}

interface Told {
  type?: unknown;
  message?: unknown;
}

/** Of a field; of a list, where it has none itself, that of its first element which has. */
const toldOf = (error: Told | Told[] | undefined): Told | undefined =>
  Array.isArray(error) ? error.find((element: Told | undefined) => element?.message) : error;

export function useEntityForm<Values extends FieldValues, Saved>(options: EntityFormOptions<Values, Saved>) {
  const { resolver, initial, problemText, unique, save: store, onSaved, onFailed } = options;
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Values, unknown, Values>({
    resolver,
    defaultValues: initial as DefaultValues<Values>,
    // The form itself does it, in the order in which its fields are seen.
    shouldFocusError: false,
  });
  const values: Values = Object.assign({}, initial, useWatch({ control: form.control }));
  const { errors, isSubmitted, isSubmitting } = form.formState;

  const problem = (path: string): string | undefined => {
    const { type, message } = toldOf(get<typeof errors, Told | undefined>(errors, path)) ?? {};
    if (typeof message !== 'string' || message === '') return undefined;
    return type === FROM_SERVER ? message : problemText(message, values);
  };

  const refuse = (error: unknown): void => {
    const tell = (path: string, message: string) =>
      form.setError(path as Path<Values>, { type: FROM_SERVER, message });
    if (unique !== undefined && error instanceof ApiError && error.status === 409)
      return tell(unique, error.message);
    const typed = form.getValues();
    const isShown = options.isShown ?? ((path: string) => get(typed, path) !== undefined);
    const { fields, rest } = refusalOf(error, (path): path is string => isShown(path, typed));
    for (const { field, message } of fields) tell(field, message);
    if (rest !== null && onFailed) onFailed(rest);
    else setFailure(rest);
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

  /** For controls that are no inputs of their own, and for fields that change together. */
  const set = (change: Partial<Values>): void => {
    const paths = Object.keys(change) as Path<Values>[];
    for (const path of paths) form.setValue(path, change[path] as PathValue<Values, Path<Values>>);
    form.clearErrors(paths);
    setFailure(null);
    if (isSubmitted) void form.trigger();
  };

  return {
    /** What an input needs, and its problem. */
    field: (path: Path<Values>) => ({ error: problem(path), ...form.register(path) }),
    register: form.register,
    setFocus: form.setFocus,
    set,
    values,
    problem,
    /** What was refused and belongs to no field; null when nothing was. */
    failure,
    isSaving: isSubmitting,
    save: form.handleSubmit((checked) =>
      attempt(async () => {
        const saved = await store(checked);
        onSaved?.(saved);
      }),
    ),
    attempt,
    /** Whether these fields hold what they should; the focus goes to the first that does not. */
    check: (fields: readonly Field<Values>[]) =>
      form.trigger([...fields] as Path<Values>[], { shouldFocus: true }),
  };
}
