import { usePlantSelection } from '@/shared/plants/plant-selection';
import { renderPage, serve } from '@/test/serve';
import { screen } from '@testing-library/react';
import { CreateDialogs, type CreateStep } from './create-dialogs';

const node = (id: number, name: string, children: unknown[] = []) => ({
  id,
  name,
  type: 'Area',
  children,
  characteristic_count: 0,
});

const show = (step: CreateStep, place: number | null) => {
  usePlantSelection.setState({ plantId: 2 });
  serve({
    'GET /api/v1/plants/2/hierarchies/': () => ({ body: [node(1, 'Site', [node(5, 'Lathe 3')])] }),
  });
  renderPage(
    <CreateDialogs step={step} place={place} onStep={() => undefined} onCreated={() => undefined} />,
  );
};

describe('something new', () => {
  it('begins as a characteristic of the node that one stands at', async () => {
    show('characteristic', 5);
    expect(await screen.findByLabelText(/^Location/)).toHaveDisplayValue(/Lathe 3/);
  });

  it('begins as a node under the one that one stands at', async () => {
    show('node', 5);
    expect(await screen.findByLabelText('Under')).toHaveDisplayValue(/Lathe 3/);
  });

  it('begins at the top while one stands nowhere', async () => {
    show('node', null);
    expect(await screen.findByLabelText('Under')).toHaveDisplayValue('Top of the plant');
  });
});
