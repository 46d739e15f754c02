import { aCharacteristic, aSample } from '@/test/builders';
import { chartKey, sampleFigure } from './sample-figure';

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

  it('is the value itself on a moving range chart', () =>
    expect(sampleFigure(sample, aCharacteristic({ chart_type: 'i_mr' }), 'dispersion')).toMatchObject({
      quantity: 'i_mr',
      value: 10.5,
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

describe('the name of the chart', () => {
  it('is the one of the location chart', () =>
    expect(chartKey(aCharacteristic({ chart_type: 'u' }), 'location')).toBe('names.u'));
  it('is the one of the dispersion chart beside it', () =>
    expect(chartKey(aCharacteristic({ chart_type: 'i_mr' }), 'dispersion')).toBe(
      'dispersionNames.moving_range',
    ));
  it('is unknown without the characteristic', () => expect(chartKey(undefined, 'location')).toBeNull());
});
