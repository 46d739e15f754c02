import { renderPage } from '@/test/serve';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { createMemoryRouter, RouterProvider, useLocation } from 'react-router';
import { StrayNotice } from './stray-notice';
import { useUnmet } from './use-unmet';

function Address() {
  return <output>{useLocation().search}</output>;
}

function ReadingPage() {
  useUnmet({ range: { kind: 'span' } });
  return null;
}

const show = (address: string, page: ReactNode = null) => {
  const router = createMemoryRouter(
    [
      {
        path: '/',
        element: (
          <>
            <StrayNotice rules={{ next: { kind: 'path' } }} />
            <Address />
            {page}
          </>
        ),
      },
    ],
    { initialEntries: [address] },
  );
  renderPage(<RouterProvider router={router} />, null);
};

it('tells the options that a page without options does not have', () => {
  show('/?rnage=24h&next=/a');
  expect(screen.getByRole('listitem')).toHaveTextContent('rnage=24h: this page has no such option');
});

it('takes out of the address what is told, and nothing else', async () => {
  show('/?rnage=24h&next=/a&next=/b');
  await userEvent.click(screen.getByRole('button', { name: 'Correct the address' }));
  expect(screen.getByRole('status', { name: '' })).toHaveTextContent('?next=%2Fa');
});

it('leaves the address to a page that reads it', () => {
  show('/?rnage=24h', <ReadingPage />);
  expect(screen.queryByText(/no such option/)).not.toBeInTheDocument();
});
