import { shapeOf } from './payload-paths';

describe('the shape of a payload', () => {
  it.each(['12.5', ' -3e2 ', '.5'])('%s is a number', (payload) =>
    expect(shapeOf(payload).format).toBe('number'),
  );

  it.each(['12.5 mm', 'ok', '{"cut off": 1', ''])('%s is text', (payload) =>
    expect(shapeOf(payload)).toEqual({ format: 'text', numbers: [], values: [] }),
  );

  it('has its places, numbers apart', () =>
    expect(shapeOf('{"data":{"value":1.5,"unit":"mm"},"readings":["12.1",3],"ok":true,"x":null}')).toEqual({
      format: 'json',
      numbers: ['data.value', 'readings.0', 'readings.1'],
      values: ['data.value', 'data.unit', 'readings.0', 'readings.1', 'ok'],
    }));

  it('writes a pointer where dots would lie', () =>
    expect(shapeOf('{"a.b":{"c/d":1,"e~f":2}}').numbers).toEqual(['/a.b/c~1d', '/a.b/e~0f']));

  it('does not offer hundreds', () =>
    expect(shapeOf(JSON.stringify(Array.from({ length: 500 }, (_, i) => i))).values).toHaveLength(50));
});
