import { qualityOf, valueText } from './node-value';

describe('the quality of a value', () => {
  it.each([
    ['Good', 'good'],
    ['GoodLocalOverride', 'good'],
    ['UncertainSensorNotAccurate', 'uncertain'],
    ['BadSensorFailure', 'bad'],
  ])('%s is %s', (status_code, quality) => expect(qualityOf({ status_code })).toBe(quality));
});

describe('the text of a value', () => {
  it.each([
    [12.5, '12.5'],
    [false, 'false'],
    ['', ''],
    [[1, 2], '[1,2]'],
    [{ x: 1 }, '{"x":1}'],
    [null, null],
  ])('of %j is %j', (value, text) => expect(valueText(value)).toBe(text));
});
