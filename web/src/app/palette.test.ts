// The colours of styles.css: text can be read on every ground it stands on, and neighbouring zones can be told apart.
import css from './styles.css?raw';

type Rgb = [number, number, number];

const blockOf = (selector: string): Map<string, string> => {
  const body = css.slice(css.indexOf(`\n${selector} {`)).split('}')[0] ?? '';
  return new Map(
    [...body.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  );
};
const themes = { light: blockOf(':root'), dark: blockOf('.dark') };
type Theme = keyof typeof themes;

const solid = (theme: Theme, name: string): Rgb => {
  const hex = themes[theme].get(name) ?? '';
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as Rgb;
};

/** A translucent colour as it is seen on a ground. */
const over = (theme: Theme, name: string, ground: Rgb): Rgb => {
  const [r, g, b, alpha] = [...(themes[theme].get(name) ?? '').matchAll(/[\d.]+/g)].map(Number) as Rgb & {
    3: number;
  };
  return [r, g, b].map((part, index) => part * alpha + (ground[index] ?? 0) * (1 - alpha)) as Rgb;
};

const luminance = (color: Rgb): number => {
  const [r, g, b] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (a: Rgb, b: Rgb): number => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

const distance = (a: Rgb, b: Rgb): number => Math.hypot(...a.map((part, index) => part - (b[index] ?? 0)));

describe.each(['light', 'dark'] as const)('in %s', (theme) => {
  const pairs = [
    ...['ink', 'ink-muted', 'ink-faint', 'accent', 'alarm', 'caution', 'ok', 'info'].flatMap((text) =>
      ['canvas', 'surface', 'raised', 'sunken'].map((ground) => [text, ground] as const),
    ),
    ...['alarm', 'caution', 'ok', 'info'].map((tone) => [tone, `${tone}-soft`] as const),
    ['accent-strong', 'accent-soft'],
    ['ink-muted', 'accent-soft'],
    // The ground of a chosen segment in dark.
    ...(theme === 'dark' ? ([['ink-muted', 'line']] as const) : []),
  ] as const;

  it.each(pairs)('%s can be read on %s', (text, ground) =>
    expect(contrast(solid(theme, text), solid(theme, ground))).toBeGreaterThanOrEqual(4.5),
  );

  it.each([
    ['c', 'b'],
    ['b', 'a'],
    ['a', 'beyond'],
  ])('zone %s is told from zone %s', (inner, outer) => {
    const ground = solid(theme, 'surface');
    const seen = (zone: string) =>
      over(theme, zone === 'beyond' ? 'chart-beyond' : `chart-zone-${zone}`, ground);
    expect(distance(seen(inner), seen(outer))).toBeGreaterThanOrEqual(8);
  });
});
