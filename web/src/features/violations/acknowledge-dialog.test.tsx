import type { Violation } from '@/shared/api/types';
import { aViolation } from '@/test/builders/quality';
import { renderPage, type Sent, serve } from '@/test/serve';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { AcknowledgeDialog } from './acknowledge-dialog';

const CODES = '/api/v1/violations/reason-codes';
const SINGLE = '/api/v1/violations/7/acknowledge';
const BATCH = '/api/v1/violations/batch-acknowledge';

const one = aViolation({ id: 7 });
const two = [one, aViolation({ id: 8, rule_id: 2, severity: 'WARNING', sample_id: 101 })];

const show = async (violations: Violation[], answer: { status?: number; body: unknown }) => {
  const sent = serve({
    [`GET ${CODES}`]: () => ({ body: ['Tool Change', 'Other'] }),
    [`POST ${SINGLE}`]: () => answer,
    [`POST ${BATCH}`]: () => answer,
  });
  const onClose = vi.fn();
  const onDone = vi.fn();
  renderPage(<AcknowledgeDialog violations={violations} onClose={onClose} onDone={onDone} />);
  await screen.findByRole('option', { name: 'Tool Change' });
  return { posts: () => sent.filter(({ method }) => method === 'POST'), onClose, onDone };
};

const choose = (code: string) => userEvent.selectOptions(screen.getByLabelText(/Reason/), code);
const submit = () => userEvent.click(screen.getByRole('button', { name: /^Acknowledge/ }));
const bodyOf = (posts: Sent[]): unknown => posts[0]?.body;

describe('the dialog for one violation', () => {
  it('says what will be acknowledged', async () => {
    await show([one], { body: one });
    const dialog = within(screen.getByRole('dialog', { name: 'Acknowledge Violation' }));
    expect(dialog.getByText('Rule 1: Outlier')).toBeInTheDocument();
    expect(dialog.getByText('Bore diameter')).toBeInTheDocument();
  });

  it('sends nothing until a reason was chosen', async () => {
    const { posts } = await show([one], { body: one });
    await submit();
    expect(screen.getByRole('alert')).toHaveTextContent('Choose a reason');
    expect(posts()).toHaveLength(0);
  });

  it('asks for a note with the reason "Other"', async () => {
    const { posts } = await show([one], { body: one });
    await choose('Other');
    await submit();
    expect(screen.getByRole('alert')).toHaveTextContent('Describe the reason');
    expect(posts()).toHaveLength(0);
  });

  it('sends reason and note, and keeps the sample unless told otherwise', async () => {
    const { posts } = await show([one], { body: one });
    await choose('Tool Change');
    await userEvent.type(screen.getByLabelText('Note'), 'insert 4');
    await submit();
    await waitFor(() => expect(posts()).toHaveLength(1));
    expect(bodyOf(posts())).toMatchObject({ reason: 'Tool Change: insert 4', exclude_sample: false });
  });

  it('excludes the sample on request', async () => {
    const { posts } = await show([one], { body: one });
    await choose('Tool Change');
    await userEvent.click(screen.getByLabelText('Exclude the sample'));
    await submit();
    await waitFor(() => expect(bodyOf(posts())).toMatchObject({ exclude_sample: true }));
  });

  it('closes when it is done', async () => {
    const { onClose, onDone } = await show([one], { body: { ...one, acknowledged: true } });
    await choose('Tool Change');
    await submit();
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(onDone).toHaveBeenCalledWith({ acknowledged: [{ ...one, acknowledged: true }], failures: [] });
  });

  it('stays open and tells why the server refused', async () => {
    const { onClose } = await show([one], {
      status: 409,
      body: { detail: 'Violation 7 is already acknowledged' },
    });
    await choose('Tool Change');
    await submit();
    expect(await screen.findByRole('alert')).toHaveTextContent('Violation 7 is already acknowledged');
    expect(onClose).not.toHaveBeenCalled();
  });
});

describe('the dialog for many violations', () => {
  const result = (failed: number[]) => ({
    body: {
      results: [7, 8].map((violation_id) => ({
        violation_id,
        success: !failed.includes(violation_id),
        error: failed.includes(violation_id) ? 'already acknowledged' : null,
      })),
    },
  });

  it('counts them by rule', async () => {
    await show(two, result([]));
    const dialog = within(screen.getByRole('dialog', { name: 'Bulk Acknowledge Violations' }));
    expect(dialog.getByText('2 violations of one characteristic')).toBeInTheDocument();
    expect(dialog.getByText('Rule 2: Shift × 1')).toBeInTheDocument();
    expect(dialog.getByLabelText('Exclude the 2 samples')).not.toBeChecked();
  });

  it('sends all of them at once and closes when all succeed', async () => {
    const { posts, onClose } = await show(two, result([]));
    await choose('Tool Change');
    await submit();
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(posts()).toHaveLength(1);
    expect(bodyOf(posts())).toMatchObject({ violation_ids: [7, 8], reason: 'Tool Change' });
  });

  it('lists what failed, with the reason of each', async () => {
    const { onClose, onDone } = await show(two, result([8]));
    await choose('Tool Change');
    await submit();
    expect(await screen.findByText('1 of 2 acknowledged')).toBeInTheDocument();
    const [failure] = screen.getAllByRole('listitem');
    expect(failure).toHaveTextContent(/rule 2, Bore diameter.*already acknowledged/);
    expect(onClose).not.toHaveBeenCalled();
    expect(onDone).toHaveBeenCalledWith(
      expect.objectContaining({ acknowledged: [expect.objectContaining({ id: 7 })] }),
    );
  });
});
