// The colours of app/styles.css for drawings on a canvas, which cannot use CSS variables.

const names = {
  ink: '--ink',
  muted: '--ink-muted',
  faint: '--ink-faint',
  surface: '--surface',
  grid: '--chart-grid',
  axis: '--line-strong',
  line: '--chart-line',
  point: '--chart-point',
  center: '--chart-center',
  limit: '--chart-limit',
  spec: '--chart-spec',
  zoneC: '--chart-zone-c',
  zoneB: '--chart-zone-b',
  zoneA: '--chart-zone-a',
  beyond: '--chart-beyond',
  alarm: '--alarm',
  alarmSoft: '--alarm-soft',
  caution: '--caution',
  excluded: '--chart-excluded',
  bar: '--chart-bar',
  curve: '--chart-curve',
  accent: '--accent',
} as const;

export type Palette = Record<keyof typeof names, string>;

const read = new Map<boolean, Palette>();

/** The colours that are in force; `dark` says which theme that is, so that each is read once. */
export function readPalette(dark: boolean): Palette {
  const known = read.get(dark);
  if (known) return known;
  const style = getComputedStyle(document.documentElement);
  const palette = Object.fromEntries(
    Object.entries(names).map(([name, variable]) => [name, style.getPropertyValue(variable).trim()]),
  ) as Palette;
  read.set(dark, palette);
  return palette;
}
