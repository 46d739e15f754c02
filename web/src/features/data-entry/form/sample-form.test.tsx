import type { SampleResult } from '@/shared/api/types';
import { aCharacteristic } from '@/test/builders/quality';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useSession } from '@/shared/auth/session';
import { useEntryStore } from '@/shared/entry/entry-store';
import { OutboxSender } from '@/shared/entry/outbox-sender';
import { useOutbox } from '@/shared/entry/outbox-store';
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
  warnings: [],
};

type Answer = 'lost' | { status: number; body: unknown };
const STORED: Answer = { status: 201, body: stored };

/** Answers one submission after the other and keeps what was sent. */
function serve(...answers: Answer[]): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method !== 'POST') return new Response('{}');
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
      <OutboxSender />
      <SampleForm characteristic={characteristic} onStep={onStep} />
    </QueryClientProvider>,
  );
  const reading = (number: number) => screen.getByLabelText(new RegExp(`^Reading ${number}`));
  return { user: userEvent.setup(), reading, onStep };
}

const ada = {
  id: 1,
  username: 'ada',
  email: null,
  is_active: true,
  must_change_password: false,
  plant_roles: [],
} as unknown as NonNullable<ReturnType<typeof useSession.getState>['user']>;

beforeEach(() => {
  localStorage.clear();
  useOutbox.setState({ entries: [], failures: 0, isFleeting: false });
  useEntryStore.setState({ drafts: {}, batch: '', operator: '', last: {}, submitted: new Set() });
  useSession.setState({ status: 'signed-in', user: ada });
});
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

describe('readings that come faster than the server answers', () => {
  it('are all in their subgroups, in order', async () => {
    const sent: Sent[] = [];
    let answer: () => void = () => undefined;
    vi.stubGlobal('fetch', async (request: Request) => {
      sent.push((await request.json()) as Sent);
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return new Response(JSON.stringify(stored), {
        status: 201,
        headers: { 'Content-Type': 'application/json' },
      });
    });
    const { user, reading } = show();
    await user.keyboard('1{Enter}2{Enter}3{Enter}4{Enter}5{Enter}6{Enter}7{Enter}8{Enter}9{Enter}');
    expect(reading(1)).toHaveFocus();
    for (let count = 1; count <= 3; ++count) {
      await waitFor(() => expect(sent).toHaveLength(count));
      answer();
    }
    expect(sent.map(({ measurements }) => measurements)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]);
  });

  it('survive a reload, half a subgroup included', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
    const { user } = show();
    await user.keyboard('1{Enter}2{Enter}3{Enter}4{Enter}');
    expect(localStorage).toHaveLength(1);
    expect(localStorage.getItem(localStorage.key(0) ?? '')).toContain('["1","2","3"]');
    expect(sessionStorage.getItem('openspc.entry')).toContain('["4","",""]');
  });

  it('go on after half a subgroup where it ends', () => {
    useEntryStore.setState({ drafts: { 'with-details.1': { texts: ['4', '', ''], time: '' } } });
    const { reading } = show();
    expect(reading(2)).toHaveFocus();
  });
});

describe('a reading that looks like a slip of the decimal point', () => {
  const process = { plausible_low: 8.8, plausible_high: 11.2 };

  it('is stored only after Enter was pressed once more', async () => {
    const sent = serve();
    const { user } = show(process);
    await user.keyboard('10{Enter}10{Enter}101{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('101 is far from what is measured here');
    expect(sent).toHaveLength(0);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(sent[0]?.measurements).toEqual([10, 10, 101]));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('does not stand in the way of the next ones', async () => {
    const sent = serve();
    const { user } = show(process);
    await user.keyboard('10{Enter}10{Enter}101{Enter}9{Enter}9{Enter}9{Enter}');
    await waitFor(() => expect(sent[0]?.measurements).toEqual([9, 9, 9]));
    expect(screen.getByRole('alert')).toBeVisible();
  });

  it('is corrected in place', async () => {
    const sent = serve();
    const { user } = show(process);
    await user.keyboard('10{Enter}10{Enter}101{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Correct…' }));
    const third = within(screen.getByRole('dialog')).getByLabelText(/^Reading 3/);
    await user.clear(third);
    await user.type(third, '10.1');
    await user.click(screen.getByRole('button', { name: 'Store' }));
    await waitFor(() => expect(sent[0]?.measurements).toEqual([10, 10, 10.1]));
  });
});

describe('a submission that is not answered', () => {
  it('is repeated by itself under the same key', async () => {
    const sent = serve('lost', { status: 503, body: {} }, STORED);
    const { user, reading } = show();
    await user.keyboard('10{Enter}10{Enter}10{Enter}');
    expect(reading(1)).toHaveValue('');
    await waitFor(() => expect(sent).toHaveLength(3), { timeout: 5_000 });
    expect(new Set(sent.map(({ idempotency_key }) => idempotency_key)).size).toBe(1);
    await waitFor(() => expect(localStorage).toHaveLength(0));
  });

  it('keeps the order of those that follow', async () => {
    const sent = serve('lost', STORED, STORED);
    const { user } = show();
    await user.keyboard('1{Enter}1{Enter}1{Enter}2{Enter}2{Enter}2{Enter}');
    await waitFor(() => expect(sent).toHaveLength(3), { timeout: 5_000 });
    expect(sent.map(({ measurements }) => measurements[0])).toEqual([1, 1, 2]);
  });
});

describe('a submission that is refused', () => {
  const detail = [{ loc: ['body', 'measurements', 1], msg: 'Value error, too large' }];

  it('keeps its readings for correction, with the reason beside the field', async () => {
    const sent = serve({ status: 422, body: { detail } }, STORED);
    const { user } = show();
    await user.keyboard('10{Enter}1e99{Enter}10{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('too large');
    await user.click(screen.getByRole('button', { name: 'Correct…' }));
    const second = within(screen.getByRole('dialog')).getByLabelText(/^Reading 2/);
    expect(second).toHaveAccessibleDescription('too large');
    await user.clear(second);
    await user.type(second, '10{Control>}{Enter}{/Control}');
    await user.click(screen.getByRole('button', { name: 'Store' }));
    await waitFor(() => expect(sent[1]?.measurements).toEqual([10, 10, 10]));
    expect(sent[1]?.idempotency_key).not.toBe(sent[0]?.idempotency_key);
  });

  it('lets the next ones pass', async () => {
    const sent = serve({ status: 422, body: { detail } }, STORED);
    const { user } = show();
    await user.keyboard('1{Enter}1e99{Enter}1{Enter}2{Enter}2{Enter}2{Enter}');
    await waitFor(() => expect(sent[1]?.measurements).toEqual([2, 2, 2]));
  });

  it('says why a person may not enter samples, and can be thrown away', async () => {
    serve({ status: 403, body: { detail: 'Requires operator role at this plant' } });
    const { user } = show();
    await user.keyboard('10{Enter}10{Enter}10{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('Requires operator role at this plant');
    await user.click(screen.getByRole('button', { name: 'Discard' }));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(localStorage).toHaveLength(0);
  });
});
