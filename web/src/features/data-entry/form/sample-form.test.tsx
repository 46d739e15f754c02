import type { SampleResult } from '@/shared/api/types';
import { aCharacteristic } from '@/test/builders';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useEntryStore } from '../entry-store';
import { SampleForm } from './sample-form';

interface Sent {
  measurements: number[];
  idempotency_key: string;
  batch_number: string | null;
  timestamp: string | null;
}

const stored: SampleResult = {
  sample_id: 5,
  timestamp: '2026-01-05T06:00:00Z',
  mean: 10,
  range_value: 0.2,
  zone: 'zone_c_upper',
  in_control: true,
  violations: [],
  processing_time_ms: 1,
  display_key: '260105-001',
  actual_n: 3,
  is_undersized: false,
};

type Answer = 'lost' | { status: number; body: unknown };
const STORED: Answer = { status: 201, body: stored };

/** Answers one submission after the other and keeps what was sent. */
function serve(...answers: Answer[]): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push((await request.json()) as Sent);
    const answer = answers[sent.length - 1] ?? STORED;
    if (answer === 'lost') throw new TypeError('fetch failed');
    return new Response(JSON.stringify(answer.body), {
      status: answer.status,
      headers: { 'Content-Type': 'application/json' },
    });
  });
  return sent;
}

function show(change: Parameters<typeof aCharacteristic>[0] = {}) {
  const characteristic = aCharacteristic({ subgroup_size: 3, min_measurements: 2, ...change });
  const onStep = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SampleForm characteristic={characteristic} onStep={onStep} />
    </QueryClientProvider>,
  );
  const reading = (number: number) => screen.getByLabelText(new RegExp(`^Reading ${number}`));
  return { user: userEvent.setup(), reading, onStep };
}

beforeEach(() =>
  useEntryStore.setState({ drafts: {}, batch: '', operator: '', last: {}, submitted: new Set() }),
);
afterEach(() => vi.unstubAllGlobals());

describe('entering a sample by keyboard', () => {
  it('begins in the first field', () => {
    const { reading } = show();
    expect(reading(1)).toHaveFocus();
  });

  it('moves on with Enter, submits from the last field and begins anew', async () => {
    const sent = serve();
    const { user, reading } = show();
    await user.keyboard('10{Enter}10,2{Enter}9.8');
    expect(reading(3)).toHaveFocus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.measurements).toEqual([10, 10.2, 9.8]);
    await waitFor(() => expect(reading(1)).toHaveFocus());
    expect(reading(3)).toHaveValue('');
    expect(useEntryStore.getState().last[1]).toEqual(stored);
  });

  it('submits an undersized subgroup with Ctrl+Enter', async () => {
    const sent = serve();
    const { user } = show();
    await user.keyboard('10{Enter}11{Control>}{Enter}{/Control}');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.measurements).toEqual([10, 11]);
  });

  it('does not submit below the minimum and goes to the gap', async () => {
    const sent = serve();
    const { user, reading } = show();
    await user.keyboard('10{Control>}{Enter}{/Control}');
    expect(reading(2)).toHaveFocus();
    expect(reading(2)).toBeInvalid();
    expect(sent).toHaveLength(0);
  });

  it('names a wrong value as soon as its field is left', async () => {
    const { user, reading } = show();
    await user.keyboard('1o{Enter}');
    expect(reading(1)).toBeInvalid();
    expect(reading(1)).toHaveAccessibleDescription('Not a number');
  });

  it('steps to another characteristic with Page Down', async () => {
    const { user, onStep } = show();
    await user.keyboard('{PageDown}');
    expect(onStep).toHaveBeenCalledWith(1);
  });

  it('fills the fields from a pasted column', async () => {
    const { user, reading } = show();
    await user.paste('10,1\n10,2\n10,3');
    expect([1, 2, 3].map((number) => (reading(number) as HTMLInputElement).value)).toEqual([
      '10,1',
      '10,2',
      '10,3',
    ]);
  });

  it('shows mean and range while typing', async () => {
    const { user } = show();
    await user.keyboard('10{Enter}11');
    expect(screen.getByText('10.500')).toBeVisible();
    expect(screen.getByText('1.000')).toBeVisible();
  });

  it('keeps the batch for the next sample', async () => {
    const sent = serve();
    const { user } = show();
    await user.type(screen.getByLabelText('Batch number'), 'LOT-7');
    await user.type(screen.getByLabelText(/^Reading 1/), '10{Enter}10{Enter}10{Enter}');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.batch_number).toBe('LOT-7');
    expect(screen.getByLabelText('Batch number')).toHaveValue('LOT-7');
  });
});

describe('a reading that looks like a slip of the decimal point', () => {
  const process = { stored_center_line: 10, stored_sigma: 0.1 };

  it('is stored only after it was submitted once more', async () => {
    const sent = serve();
    const { user } = show(process);
    await user.keyboard('10{Enter}10{Enter}101{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('submit once more');
    expect(sent).toHaveLength(0);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(sent[0]?.measurements).toEqual([10, 10, 101]));
  });

  it('is asked about again after it was changed', async () => {
    const sent = serve();
    const { user, reading } = show(process);
    await user.keyboard('10{Enter}10{Enter}101{Enter}');
    await user.type(reading(3), '2{Enter}');
    expect(sent).toHaveLength(0);
  });
});

describe('a submission that is not answered', () => {
  it('keeps the values and is repeated under the same key', async () => {
    const sent = serve('lost', STORED);
    const { user, reading } = show();
    await user.keyboard('10{Enter}10{Enter}10{Enter}');
    const again = await screen.findByRole('button', { name: 'Submit again' });
    expect(reading(1)).toHaveValue('10');
    await user.click(again);
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]?.idempotency_key).toBe(sent[0]?.idempotency_key);
  });

  it('keeps its key when the values are changed, so that the server can tell', async () => {
    const conflict = { status: 409, body: { detail: 'The idempotency key was used for another sample' } };
    const sent = serve('lost', conflict, STORED);
    const { user, reading } = show();
    await user.keyboard('10{Enter}10{Enter}10{Enter}');
    await screen.findByRole('button', { name: 'Submit again' });
    await user.type(reading(1), '1{Control>}{Enter}{/Control}');
    expect(await screen.findByText(/An earlier attempt was stored already/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Submit Sample' }));
    await waitFor(() => expect(sent).toHaveLength(3));
    const [first, second, third] = sent.map(({ idempotency_key }) => idempotency_key);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('is different from the next sample, which has a key of its own', async () => {
    const sent = serve();
    const { user } = show();
    await user.keyboard('10{Enter}10{Enter}10{Enter}');
    await waitFor(() => expect(sent).toHaveLength(1));
    await user.keyboard('10{Enter}10{Enter}10{Enter}');
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]?.idempotency_key).not.toBe(sent[0]?.idempotency_key);
  });
});

describe('a submission that is refused', () => {
  it('shows the reason beside its field', async () => {
    const detail = [{ loc: ['body', 'measurements', 1], msg: 'Value error, too large' }];
    serve({ status: 422, body: { detail } });
    const { user, reading } = show();
    await user.keyboard('10{Enter}1e99{Enter}10{Enter}');
    await waitFor(() => expect(reading(2)).toHaveAccessibleDescription('too large'));
    expect(reading(2)).toHaveFocus();
  });

  it('says why a person may not enter samples', async () => {
    serve({ status: 403, body: { detail: 'Requires operator role at this plant' } });
    const { user } = show();
    await user.keyboard('10{Enter}10{Enter}10{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('Requires operator role at this plant');
  });
});
