import { aCharacteristic } from '@/test/builders/quality';
import { checkEntry, checkTime, maxReadings, summarize } from './entry-check';

const measured = aCharacteristic({ subgroup_size: 3, min_measurements: 2, lsl: 9, usl: 11 });
const counted = aCharacteristic({ data_type: 'p', chart_type: 'p', subgroup_size: 100 });

describe('checking readings', () => {
  it('takes a whole subgroup', () =>
    expect(checkEntry(measured, ['10', '10,5', '9.5']).values).toEqual({ measurements: [10, 10.5, 9.5] }));

  it('takes an undersized subgroup and says so', () => {
    const check = checkEntry(measured, ['10', '', '9.5']);
    expect(check.values).toEqual({ measurements: [10, 9.5] });
    expect(check.isUndersized).toBe(true);
  });

  it('calls a subgroup undersized only below the number that the characteristic warns at', () =>
    expect(checkEntry({ ...measured, warn_below_count: 2 }, ['10', '10', '']).isUndersized).toBe(false));

  it('names the fields that are missing to the minimum', () => {
    const check = checkEntry(measured, ['', '10', '']);
    expect(check.values).toBeNull();
    expect(check.problems).toEqual(['missing', null, null]);
  });

  it('names the field that is not a number', () => {
    const check = checkEntry(measured, ['10', 'ten', '10']);
    expect(check.values).toBeNull();
    expect(check.problems).toEqual([null, 'number', null]);
  });

  it('takes zero for a value and not for an empty field', () =>
    expect(checkEntry({ ...measured, lsl: null }, ['0', '0', '0']).values).toEqual({
      measurements: [0, 0, 0],
    }));

  it('warns of readings outside the specification without refusing them', () => {
    const check = checkEntry(measured, ['8.9', '11.1', '11']);
    expect(check.cautions).toEqual(['belowLsl', 'aboveUsl', null]);
    expect(check.values).not.toBeNull();
  });

  it('warns of a slip of the decimal point where there is no specification', () => {
    const open = { ...measured, lsl: null, usl: null, plausible_low: 8.8, plausible_high: 11.2 };
    expect(checkEntry(open, ['10.3', '103', '']).cautions).toEqual([null, 'far', null]);
  });
});

describe('checking counts', () => {
  it('takes a count and the size it was found in', () =>
    expect(checkEntry(counted, ['3', '120']).values).toEqual({ defect_count: 3, inspected_size: 120 }));

  it('sends the area of a c chart, by which its limits grow', () =>
    expect(checkEntry({ ...counted, data_type: 'c' }, ['3', '2.5']).values).toEqual({
      defect_count: 3,
      inspected_size: 2.5,
    }));

  it('takes no defect at all', () => expect(checkEntry(counted, ['0', '100']).values).not.toBeNull());

  it('takes a fraction of units for a u chart', () =>
    expect(checkEntry({ ...counted, data_type: 'u' }, ['3', '2,5']).values).toMatchObject({
      inspected_size: 2.5,
    }));

  it.each([
    ['', '100', ['missing', null]],
    ['3', '', [null, 'missing']],
    ['x', '100', ['number', null]],
    ['-1', '100', ['negative', null]],
    ['1.5', '100', ['whole', null]],
    ['3', '0', [null, 'notPositive']],
    ['3', '99.5', [null, 'whole']],
    ['101', '100', ['aboveInspected', null]],
    ['1e12', '100', ['tooLarge', null]],
  ])('refuses %j of %j', (count, size, problems) => {
    const check = checkEntry(counted, [count, size]);
    expect(check.values).toBeNull();
    expect(check.problems).toEqual(problems);
  });

  it('allows more defects than units for a u chart', () =>
    expect(checkEntry({ ...counted, data_type: 'u' }, ['30', '2']).values).not.toBeNull());
});

describe('a count that is hard to believe', () => {
  const judged = { ...counted, plausible_high: 18 };

  it('is asked about', () => expect(checkEntry(judged, ['30', '100']).cautions).toEqual(['far', null]));

  it('is judged for what was inspected', () =>
    expect(checkEntry(judged, ['30', '300']).cautions).toEqual([null, null]));
});

describe('the size of a sample', () => {
  it('is bounded by the subgroup in nominal mode', () => expect(maxReadings(measured)).toBe(3));
  it('may exceed it where each sample is judged by its own size', () =>
    expect(maxReadings({ ...measured, subgroup_mode: 'VARIABLE_LIMITS' })).toBe(25));
});

describe('summarize', () => {
  it('gives mean and range', () => expect(summarize([9, 10, 11])).toEqual({ mean: 10, range: 2 }));
  it('gives nothing for nothing', () => expect(summarize([])).toBeNull());
});

describe('checkTime', () => {
  const now = new Date('2026-01-05T12:00:00Z');

  it('leaves the time to the server when the field is empty', () =>
    expect(checkTime('', now)).toEqual({ timestamp: null }));

  it('takes a late time in the local zone', () =>
    expect(checkTime('2026-01-04T08:30:15', now)).toEqual({
      timestamp: new Date(2026, 0, 4, 8, 30, 15).toISOString(),
    }));

  it.each([
    ['2026-01-08T00:00', 'timeFuture'],
    ['1960-01-01T00:00', 'timePast'],
    ['soon', 'time'],
  ])('refuses %s', (text, problem) => expect(checkTime(text, now)).toEqual({ problem }));
});
