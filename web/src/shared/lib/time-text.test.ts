import { parseTimeText, timeText } from './time-text';

describe('a time that is typed', () => {
  it.each([
    ['2026-01-05 14:30', new Date(2026, 0, 5, 14, 30)],
    ['2026-01-05 14:30:07', new Date(2026, 0, 5, 14, 30, 7)],
    ['2026-01-05T14:30', new Date(2026, 0, 5, 14, 30)],
    [' 2026-1-5  9:05 ', new Date(2026, 0, 5, 9, 5)],
    ['2026-01-05', new Date(2026, 0, 5)],
    ['2028-02-29 00:00', new Date(2028, 1, 29)],
  ])('is understood: %j', (text, time) => expect(parseTimeText(text)).toEqual(time));

  it.each([
    '',
    'soon',
    '05.01.2026 14:30',
    '01/05/2026',
    '2026-02-30',
    '2026-13-01',
    '2026-01-05 24:00',
    '2026-01-05 14:60',
    '2026-01-05 14',
    '0026-02-30',
  ])('is refused: %j', (text) => expect(parseTimeText(text)).toBeNull());
});

describe('a time that is shown to be changed', () => {
  it.each(['2026-01-05 09:05', '2026-12-31 23:59:01'])('reads like one that is typed: %s', (text) => {
    const time = parseTimeText(text);
    expect(time && timeText(time)).toBe(text);
  });
});
