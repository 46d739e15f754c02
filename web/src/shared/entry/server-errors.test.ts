import { ApiError } from '@/shared/api/errors';
import { errorFields, fieldErrors } from './server-errors';

const refusal = (...fields: [string, string][]) =>
  new ApiError(
    422,
    '',
    fields.map(([field, message]) => ({ field, message })),
  );

describe('a refusal of the server', () => {
  it('is shown beside the reading it is about', () =>
    expect(fieldErrors(errorFields(refusal(['measurements.2', 'too large']))).fields).toEqual({
      2: 'too large',
    }));

  it('is shown beside count and size', () =>
    expect(fieldErrors(errorFields(refusal(['defect_count', 'a'], ['inspected_size', 'b']))).fields).toEqual({
      0: 'a',
      1: 'b',
    }));

  it('is shown beside the details', () =>
    expect(
      fieldErrors(errorFields(refusal(['timestamp', 'a'], ['batch_number', 'b'], ['operator_id', 'c']))),
    ).toEqual({
      fields: {},
      time: 'a',
      batch: 'b',
      operator: 'c',
    }));

  it('belongs to no field when it is none of these', () =>
    expect(fieldErrors(errorFields(new Error('other')))).toEqual({ fields: {} }));
});
