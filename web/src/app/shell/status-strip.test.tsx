import { useLiveStatus } from '@/shared/live/live-store';
import { Toaster } from '@/shared/ui/toast';
import { renderPage, serve } from '@/test/serve';
import { act, screen } from '@testing-library/react';
import { StatusStrip } from './status-strip';

describe('a lost connection', () => {
  it('says how old what is shown is, and promises nothing that a stopped server cannot keep', async () => {
    serve({});
    const lastMessageAt = new Date(2026, 10, 5, 18, 7, 9).getTime();
    useLiveStatus.setState({ state: 'open', lastMessageAt, retryAt: null });
    renderPage(
      <>
        <Toaster label="Notifications" />
        <StatusStrip />
      </>,
    );
    act(() => useLiveStatus.setState({ state: 'waiting' }));
    const notice = await screen.findByText(/^Last update at/);
    expect(notice).toHaveTextContent('Last update at 18:07:09; what is shown may be out of date.');
    expect(notice).not.toHaveTextContent('30 seconds');
  });
});
