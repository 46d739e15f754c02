// Which field of the form a refusal of the server is about. Pure.
import { ApiError, type FieldError } from '@/shared/api/errors';

export interface FieldErrors {
  /** By index of the field. */
  fields: Partial<Record<number, string>>;
  time?: string;
  batch?: string;
  operator?: string;
}

export const errorFields = (error: unknown): readonly FieldError[] =>
  error instanceof ApiError ? error.fields : [];

export function fieldErrors(refused: readonly FieldError[]): FieldErrors {
  const found: FieldErrors = { fields: {} };
  for (const { field, message } of refused) {
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
