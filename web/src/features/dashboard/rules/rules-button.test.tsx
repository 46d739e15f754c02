import type { RuleSwitch } from '@/shared/api/types';
import { aCharacteristic } from '@/test/builders/quality';
import { renderPage, serve } from '@/test/serve';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { RulesButton } from './rules-button';

const rules: RuleSwitch[] = [1, 2, 3, 4, 5, 6, 7, 8].map((rule_id) => ({
  rule_id,
  is_enabled: true,
  require_acknowledgement: true,
  parameters: rule_id === 2 ? { count: 7, window: 7 } : null,
  severity: rule_id === 1 ? 'CRITICAL' : 'WARNING',
  dispersion_enabled: rule_id <= 4,
}));

const show = async (subgroupSize = 5) => {
  const log = serve({
    'GET /api/v1/characteristics/1/rules': () => ({ body: rules }),
    'PUT /api/v1/characteristics/1/rules': () => ({ body: rules }),
  });
  renderPage(<RulesButton characteristic={aCharacteristic({ subgroup_size: subgroupSize })} />);
  await userEvent.click(screen.getByRole('button', { name: 'Rules' }));
  await screen.findByRole('table');
  return () => log.find(({ method }) => method === 'PUT')?.body as RuleSwitch[];
};
const save = () => userEvent.click(screen.getByRole('button', { name: 'Save Changes' }));

describe('the rules of a characteristic', () => {
  it('show how severe each one is', async () => {
    await show();
    expect(screen.getByLabelText('Rule 1: Outlier: Severity')).toHaveValue('CRITICAL');
    expect(screen.getByLabelText('Rule 2: Shift: Severity')).toHaveValue('WARNING');
  });

  it('are stored with another severity and the rest as it was', async () => {
    const sent = await show();
    await userEvent.selectOptions(screen.getByLabelText('Rule 3: Trend: Severity'), 'CRITICAL');
    await save();
    expect(sent()).toEqual(
      rules.map((rule) => (rule.rule_id === 3 ? { ...rule, severity: 'CRITICAL' } : rule)),
    );
  });

  it('are switched off for the dispersion chart', async () => {
    const sent = await show();
    await userEvent.click(screen.getByLabelText('Rule 1: Outlier: Dispersion chart'));
    await save();
    expect(sent()[0]).toMatchObject({ is_enabled: true, dispersion_enabled: false });
  });

  it('offer the dispersion chart only where it is judged', async () => {
    await show(1);
    expect(screen.getByLabelText('Rule 1: Outlier: Dispersion chart')).toBeInTheDocument();
    expect(screen.queryByLabelText('Rule 2: Shift: Dispersion chart')).toBeNull();
  });
});
