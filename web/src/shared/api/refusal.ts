// Where a refusal belongs: beside a field of the form, or above all of it. Pure.
import { ApiError } from './errors';

export interface Refusal<F extends string> {
  fields: { field: F; message: string }[];
  /** For no field that is shown; null when every part of it has found its field. */
  rest: unknown;
}

export function refusalOf<F extends string>(
  error: unknown,
  isShown: (field: string) => field is F,
): Refusal<F> {
  if (!(error instanceof ApiError) || error.fields.length === 0) return { fields: [], rest: error };
  const fields: Refusal<F>['fields'] = [];
  const others: string[] = [];
  for (const { field, message } of error.fields) {
    if (isShown(field)) fields.push({ field, message });
    else others.push(`${field}: ${message}`);
  }
  return { fields, rest: others.length > 0 ? new ApiError(error.status, others.join('; ')) : null };
}
