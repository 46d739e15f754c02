import { Toaster } from '@/shared/ui/toast';
import { aCharacteristic, aSample } from '@/test/builders/quality';
import { renderPage, serve } from '@/test/serve';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ExcludeDialog } from './exclude-dialog';

describe('an excluded sample', () => {
  it('is taken back by Undo, after its row has gone', async () => {
    const sample = aSample({ id: 3 });
    const log = serve({
      'PATCH /api/v1/samples/3/exclude': ({ body }) => ({ body: { ...sample, ...(body as object) } }),
    });
    const sent = () => log.filter(({ method }) => method === 'PATCH').map(({ body }) => body);
    renderPage(
      <>
        <Toaster label="Notifications" />
        <ExcludeDialog sample={sample} characteristic={aCharacteristic()} onClose={() => undefined} />
      </>,
    );
    await userEvent.type(screen.getByLabelText(/^Reason/), 'wrong part');
    await userEvent.click(screen.getByRole('button', { name: 'Exclude' }));
    await waitFor(() => expect(sent()).toEqual([{ is_excluded: true, reason: 'wrong part' }]));

    await userEvent.click(await screen.findByText('Undo', { selector: 'button' }));
    await waitFor(() => expect(sent()[1]).toEqual({ is_excluded: false, reason: 'Undone' }));
  });
});
