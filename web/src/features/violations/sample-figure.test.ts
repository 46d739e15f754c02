import { aCharacteristic, aSample, aViolation } from '@/test/builders/quality';
import { chartKey, crossedLimit, sampleFigure, statedFigure } from './sample-figure';

const sample = aSample({ mean: 10.5, range_value: 0.4, std_dev: 0.15 });

describe('the figure of a sample', () => {
  it('is the mean on a location chart', () =>
    expect(sampleFigure(sample, aCharacteristic({ chart_type: 'xbar_r' }), 'location')).toMatchObject({
      quantity: 'xbar_r',
      value: 10.5,
    }));

  it('is the range on an R chart', () =>
    expect(sampleFigure(sample, aCharacteristic({ chart_type: 'xbar_r' }), 'dispersion')).toMatchObject({
      quantity: 'range',
      value: 0.4,
    }));

  it('is the standard deviation on an S chart', () =>
    expect(sampleFigure(sample, aCharacteristic({ chart_type: 'xbar_s' }), 'dispersion')).toMatchObject({
      quantity: 'std_dev',
      value: 0.15,
    }));

  it('is not to be told from one sample on a moving range chart', () =>
    expect(sampleFigure(sample, aCharacteristic({ chart_type: 'i_mr' }), 'dispersion')).toMatchObject({
      quantity: 'moving_range',
      value: null,
    }));

  it('is the proportion on a p chart', () =>
    expect(
      sampleFigure(
        aSample({ defect_count: 6, inspected_size: 240 }),
        aCharacteristic({ chart_type: 'p' }),
        'location',
      ),
    ).toMatchObject({ quantity: 'p', value: 0.025 }));

  it('is the whole count on a c chart', () =>
    expect(
      sampleFigure(aSample({ defect_count: 6 }), aCharacteristic({ chart_type: 'c' }), 'location'),
    ).toEqual({ quantity: 'c', value: 6, decimals: 0 }));
});

describe('the figure that a violation states', () => {
  const range = aViolation({
    chart: 'dispersion',
    statistic: 'moving_range',
    value: 100.00012,
    center_line: 30,
    ucl: 100.0001,
    lcl: 0,
  });

  it('has the digits that tell it from its limit', () =>
    expect(statedFigure(range, 2)).toEqual({ quantity: 'moving_range', value: 100.00012, decimals: 5 }));
  it('is beyond the limit that it crossed', () =>
    expect(crossedLimit(range)).toEqual({ name: 'ucl', value: 100.0001 }));
  it('is missing in violations that are older than it', () =>
    expect(statedFigure(aViolation(), 2)).toBeNull());
});

describe('the name of the chart', () => {
  it('is the one of the location chart', () =>
    expect(chartKey(aCharacteristic({ chart_type: 'u' }), aViolation())).toBe('names.u'));
  it('is the one of the dispersion chart beside it', () =>
    expect(chartKey(aCharacteristic({ chart_type: 'i_mr' }), aViolation({ chart: 'dispersion' }))).toBe(
      'dispersionNames.moving_range',
    ));
  it('is the Z chart where z was judged', () =>
    expect(chartKey(aCharacteristic(), aViolation({ statistic: 'z' }))).toBe('names.z'));
  it('is unknown without the characteristic', () => expect(chartKey(undefined, aViolation())).toBeNull());
});
