import { renderPage, serve } from '@/test/serve';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ImportDialog } from './import-dialog';

const IMPORT = 'POST /api/v1/tags/import';
const CSV = 'characteristic_id,broker_id,mqtt_topic\n1,1,a\n2,1,a/#/b\n';

const show = (answer: { status?: number; body: unknown }) => {
  const sent = serve({ [IMPORT]: () => answer });
  const onClose = vi.fn();
  renderPage(<ImportDialog rows={[]} onClose={onClose} />);
  return { sent, onClose };
};
const paste = (text: string) => {
  screen.getByLabelText('CSV').focus();
  return userEvent.paste(text);
};
const run = () => userEvent.click(screen.getByRole('button', { name: 'Import' }));

describe('the import of mappings', () => {
  it('sends nothing without a text', async () => {
    const { sent } = show({ body: null });
    await run();
    expect(screen.getByRole('alert')).toHaveTextContent('Choose a file, or paste its text');
    expect(sent).toHaveLength(0);
  });

  it('sends the text as it is and closes when every row was taken', async () => {
    const { sent, onClose } = show({ body: { total: 2, imported: 2, errors: [] } });
    await paste(CSV);
    await run();
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(sent[0]?.body).toBe(CSV);
  });

  it('sends nodes, known by the header, to where nodes are mapped', async () => {
    const sent = serve({
      'POST /api/v1/opcua-servers/all/mappings/import': () => ({
        body: { total: 1, imported: 1, errors: [] },
      }),
    });
    renderPage(<ImportDialog rows={[]} onClose={vi.fn()} />);
    const nodes = 'characteristic_id,server_id,node_id\n1,1,ns=2;s=Bore\n';
    await paste(nodes);
    await run();
    await waitFor(() => expect(sent[0]?.body).toBe(nodes));
  });

  it('lists the rows that were not taken', async () => {
    const errors = [{ row: 2, reason: 'mqtt_topic: Value error, this is no topic filter' }];
    const { onClose } = show({ body: { total: 2, imported: 1, errors } });
    await paste(CSV);
    await run();
    expect(await screen.findByText('1 of 2 rows imported')).toBeInTheDocument();
    const [, row] = screen.getAllByRole('row');
    expect(
      within(row!)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['3', 'mqtt_topic: this is no topic filter']);
    expect(onClose).not.toHaveBeenCalled();
  });

  it('says why all of it was refused', async () => {
    show({ status: 400, body: { detail: 'The text is no CSV' } });
    await paste('x');
    await run();
    expect(await screen.findByText('The text is no CSV')).toBeInTheDocument();
  });
});
