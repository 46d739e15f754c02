import { ApiError, NetworkError } from './errors';
import { refusalOf } from './refusal';

const isShown = (field: string): field is 'port' | 'host' => ['port', 'host'].includes(field);
const refused = (...fields: [string, string][]) =>
  new ApiError(
    422,
    'all of it',
    fields.map(([field, message]) => ({ field, message })),
  );

describe('a refusal', () => {
  it('goes to its fields', () =>
    expect(refusalOf(refused(['port', 'too large'], ['host', 'empty']), isShown)).toEqual({
      fields: [
        { field: 'port', message: 'too large' },
        { field: 'host', message: 'empty' },
      ],
      rest: null,
    }));

  it('is not lost when it has no field here', () => {
    const { fields, rest } = refusalOf(
      refused(['port', 'too large'], ['plant_id', 'there is none']),
      isShown,
    );
    expect(fields).toHaveLength(1);
    expect(rest).toMatchObject({ status: 422, message: 'plant_id: there is none' });
  });

  it.each([new ApiError(409, 'exists already'), new NetworkError(null)])('stays whole: %s', (error) =>
    expect(refusalOf(error, isShown)).toEqual({ fields: [], rest: error }),
  );
});
