import { toChartModel } from '@/shared/charts/chart-model';
import { aCharacteristic, aPoint, chartData } from '@/test/builders/quality';
import { renderPage, serve } from '@/test/serve';
import { screen } from '@testing-library/react';
import { defaultPreferences } from './dashboard-url';
import { Toolbar } from './toolbar';

const show = (standardized: boolean) => {
  serve({});
  const data = chartData([aPoint(1, 10)]);
  renderPage(
    <Toolbar
      characteristic={aCharacteristic({ usl: 11, lsl: 9 })}
      model={{ ...toChartModel(data), standardized }}
      state={{ ...defaultPreferences, plantId: 2, characteristicId: 1, sampleId: null }}
      onChange={() => undefined}
    />,
  );
  return screen.getByRole('button', { name: 'LSL/USL' });
};

describe('the switch of the specification limits', () => {
  it('works where they can be drawn', () => expect(show(false)).toBeEnabled());

  it('is off on a z chart and says why', () => {
    const button = show(true);
    expect(button).toBeDisabled();
    expect(button).toHaveAttribute('aria-pressed', 'false');
    expect(button).toHaveAttribute('title', expect.stringContaining('no place on a z chart'));
  });
});
