import type { Certificate } from '@/shared/api/types';
import { aCertificate } from '@/test/builders/connections';
import { renderPage, serve } from '@/test/serve';
import { signInAs, signOut } from '@/test/sign-in';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Component } from './page';

const ALL = '/api/v1/opcua-servers/all/certificates';
const plc = aCertificate();

const show = (certificates: Certificate[], answers: Parameters<typeof serve>[0] = {}) => {
  const sent = serve({ [`GET ${ALL}`]: () => ({ body: certificates }), ...answers });
  renderPage(<Component />);
  return () => sent.filter(({ method }) => method !== 'GET');
};
const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));

afterEach(() => {
  cleanup();
  signOut();
});

describe('the certificates', () => {
  it('are shown with what is compared before one is trusted', async () => {
    signInAs('admin');
    show([plc, aCertificate({ fingerprint: 'aa', subject: 'CN=OpenSPC', trust: 'own' })]);
    const item = await screen.findByRole('listitem', { name: 'PLC 1' });
    expect(within(item).getByText('Rejected')).toBeInTheDocument();
    expect(within(item).getByText(/^85:50:B5:1F/)).toBeInTheDocument();
    expect(within(item).getByText('urn:maker:plc-1')).toBeInTheDocument();
    expect(screen.getByText('No certificate is trusted yet.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Download' })).toBeInTheDocument();
  });

  it('are trusted by an administrator who was shown the fingerprint', async () => {
    signInAs('admin');
    const path = `${ALL}/${plc.fingerprint}/trust`;
    const sent = show([plc], { [`POST ${path}`]: () => ({ body: null }) });
    await screen.findByRole('listitem', { name: 'PLC 1' });
    await press('Trust PLC 1');
    const dialog = screen.getByRole('dialog', { name: 'Trust PLC 1?' });
    expect(dialog).toHaveTextContent('85:50:B5:1F');
    expect(sent()).toHaveLength(0);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Trust' }));
    await waitFor(() => expect(sent()[0]?.url.pathname).toBe(path));
  });

  it('are only looked at by an engineer', async () => {
    signInAs('engineer');
    show([plc]);
    await screen.findByRole('listitem', { name: 'PLC 1' });
    expect(screen.queryByRole('button', { name: /Trust|Forget|Add/ })).not.toBeInTheDocument();
    expect(screen.getByText('An administrator trusts or rejects them.')).toBeInTheDocument();
  });

  it('are refused beside the field when they are none', async () => {
    signInAs('admin');
    const detail = [
      { loc: ['body', 'certificate'], msg: 'Value error, this is no certificate', type: 'x', input: 'x' },
    ];
    show([], { [`POST ${ALL}`]: () => ({ status: 422, body: { detail } }) });
    await screen.findByText('No certificate was rejected.');
    await press('Add Certificate');
    screen.getByLabelText('Certificate').focus();
    await userEvent.paste('x');
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Trust' }));
    await waitFor(() =>
      expect(screen.getByLabelText('Certificate')).toHaveAccessibleDescription('this is no certificate'),
    );
  });
});
