import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { DateTimeField } from './date-time-field';

function Probe({ error }: { error?: string }) {
  const [text, setText] = useState('');
  return <DateTimeField label="From" value={text} onChange={setText} error={error} />;
}
const field = () => screen.getByRole('textbox', { name: /^From \(.+\)$/ });

it('names its zone and the form that it expects', () => {
  render(<Probe />);
  expect(field()).toHaveAttribute('placeholder', 'YYYY-MM-DD HH:MM');
});

it('does not complain of a time that is being typed', async () => {
  render(<Probe />);
  await userEvent.type(field(), '2026-0');
  expect(field()).not.toBeInvalid();
});

it('tells the form to somebody who has left something else', async () => {
  render(<Probe />);
  await userEvent.type(field(), '05.01.2026');
  await userEvent.tab();
  expect(field()).toBeInvalid();
  expect(screen.getByRole('alert')).toHaveTextContent('YYYY-MM-DD HH:MM');
});

it('tells what its form finds wrong with the time', () => {
  render(<Probe error="The start must lie before the end" />);
  expect(screen.getByRole('alert')).toHaveTextContent('before the end');
});

it('takes a time from the calendar in its own form', () => {
  render(<Probe />);
  const calendar = document.querySelector('input[type="datetime-local"]')!;
  fireEvent.change(calendar, { target: { value: '2026-01-05T14:30' } });
  expect(field()).toHaveValue('2026-01-05 14:30');
});

it('opens the calendar of the browser with its button', async () => {
  const open = vi.fn();
  Object.assign(HTMLInputElement.prototype, { showPicker: open });
  render(<Probe />);
  await userEvent.click(screen.getByRole('button', { name: 'Calendar: From' }));
  expect(open).toHaveBeenCalledOnce();
});
