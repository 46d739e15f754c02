import { emptyForm, hasChoiceOfChart, toRequest } from './characteristic-form';

describe('the chart of a new characteristic', () => {
  it('is a choice for subgroups of 2 to 10 readings', () => {
    const offered = (subgroupSize: string) => hasChoiceOfChart({ dataType: 'variable', subgroupSize });
    expect(['1', '2', '10', '11', ''].map(offered)).toEqual([false, true, true, false, false]);
    expect(hasChoiceOfChart({ dataType: 'p', subgroupSize: '5' })).toBe(false);
  });

  it('is asked for when it was chosen', () => {
    expect(toRequest({ ...emptyForm, chart: 'xbar_s' }).chart_type).toBe('xbar_s');
    expect(toRequest(emptyForm).chart_type).toBeNull();
  });

  it('is not asked for where the size leaves no choice', () => {
    expect(toRequest({ ...emptyForm, subgroupSize: '1', chart: 'xbar_s' }).chart_type).toBeNull();
  });
});
