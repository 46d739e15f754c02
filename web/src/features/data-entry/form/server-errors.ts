// Which field of the form a refusal of the server is about. Pure.
import { ApiError } from '@/shared/api/errors';

export interface FieldErrors {
  /** By index of the field. */
  fields: Partial<Record<number, string>>;
  time?: string;
  batch?: string;
  operator?: string;
}

export const NO_FIELD_ERRORS: FieldErrors = { fields: {} };

export function fieldErrors(error: unknown): FieldErrors {
  if (!(error instanceof ApiError)) return NO_FIELD_ERRORS;
  const found: FieldErrors = { fields: {} };
  for (const { field, message } of error.fields) {
    const reading = /^measurements\.(\d+)$/.exec(field)?.[1];
    if (reading !== undefined) found.fields[Number(reading)] = message;
    else if (field === 'defect_count') found.fields[0] = message;
    else if (field === 'inspected_size') found.fields[1] = message;
    else if (field === 'timestamp') found.time = message;
    else if (field === 'batch_number') found.batch = message;
    else if (field === 'operator_id') found.operator = message;
  }
  return found;
}
