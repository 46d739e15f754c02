// Whether what is typed can be submitted, and what is odd about it. Pure; the server checks the same again.
import type { Characteristic, SampleCreate } from '@/shared/api/types';
import { parseNumber } from '@/shared/lib/number-text';
import { parseTimeText } from '@/shared/lib/time-text';

/** Must be corrected before the sample is sent. */
export type FieldProblem =
  'number' | 'missing' | 'whole' | 'negative' | 'notPositive' | 'aboveInspected' | 'tooLarge';
/** Worth a second look, but may be true. */
export type FieldCaution = 'aboveUsl' | 'belowLsl' | 'far';

export type EntryValues = Pick<SampleCreate, 'measurements' | 'defect_count' | 'inspected_size'>;

export interface EntryCheck {
  /** Null while a field must be corrected or filled. */
  values: EntryValues | null;
  problems: (FieldProblem | null)[];
  cautions: (FieldCaution | null)[];
  /** Readings that are numbers. */
  readings: number[];
  isUndersized: boolean;
}

type Shape = Pick<
  Characteristic,
  | 'data_type'
  | 'subgroup_size'
  | 'min_measurements'
  | 'warn_below_count'
  | 'subgroup_mode'
  | 'usl'
  | 'lsl'
  | 'plausible_low'
  | 'plausible_high'
>;

export const MAX_READINGS = 25;
const MAX_COUNT = 1_000_000_000;

export const isCounted = ({ data_type }: Pick<Characteristic, 'data_type'>): boolean =>
  data_type !== 'variable';

/** A nominal subgroup is never larger than planned; the other modes judge each sample by its own size. */
export const maxReadings = ({ subgroup_mode, subgroup_size }: Shape): number =>
  subgroup_mode === 'NOMINAL_TOLERANCE' ? subgroup_size : MAX_READINGS;

/** The server knows from where on a value is more often a slip than a measurement; see plausible_low. */
const isFar = (value: number, { plausible_low, plausible_high }: Shape): boolean =>
  (plausible_low !== null && value < plausible_low) || (plausible_high !== null && value > plausible_high);

/** More was inspected than planned: more is found. */
const scaledToPlan = (count: number, size: number, { subgroup_size }: Shape): number =>
  size <= subgroup_size ? count : (count * subgroup_size) / size;

const cautionOf = (value: number, shape: Shape): FieldCaution | null => {
  const { usl, lsl } = shape;
  if (isFar(value, shape)) return 'far';
  if (usl !== null && value > usl) return 'aboveUsl';
  return lsl !== null && value < lsl ? 'belowLsl' : null;
};

const isFree = (problems: readonly (FieldProblem | null)[]): boolean =>
  !problems.some((problem) => problem !== null);

const checkReadings = (shape: Shape, texts: readonly string[]): EntryCheck => {
  const parsed = texts.map(parseNumber);
  const readings = parsed.filter((value) => typeof value === 'number');
  const problems: (FieldProblem | null)[] = parsed.map((value) => (value === 'invalid' ? 'number' : null));
  const isWellFormed = isFree(problems);
  const isEnough = readings.length >= shape.min_measurements;
  if (isWellFormed && !isEnough) {
    // The gaps that are still to fill, from the first on.
    let missing = shape.min_measurements - readings.length;
    parsed.forEach((value, index) => {
      if (value === 'empty' && missing-- > 0) problems[index] = 'missing';
    });
  }
  return {
    values: isWellFormed && isEnough ? { measurements: readings } : null,
    problems,
    cautions: parsed.map((value) => (typeof value === 'number' ? cautionOf(value, shape) : null)),
    readings,
    isUndersized: readings.length < (shape.warn_below_count ?? shape.subgroup_size),
  };
};

const countProblem = (text: string): FieldProblem | null => {
  const value = parseNumber(text);
  if (value === 'empty') return 'missing';
  if (value === 'invalid') return 'number';
  if (value < 0) return 'negative';
  if (!Number.isInteger(value)) return 'whole';
  return value > MAX_COUNT ? 'tooLarge' : null;
};

const sizeProblem = (text: string, ofItems: boolean): FieldProblem | null => {
  const value = parseNumber(text);
  if (value === 'empty') return 'missing';
  if (value === 'invalid') return 'number';
  if (value <= 0) return 'notPositive';
  if (ofItems && !Number.isInteger(value)) return 'whole';
  return value > MAX_COUNT ? 'tooLarge' : null;
};

const checkCounts = (shape: Shape, [countText = '', sizeText = '']: readonly string[]): EntryCheck => {
  const ofItems = shape.data_type === 'p' || shape.data_type === 'np';
  const problems: (FieldProblem | null)[] = [countProblem(countText), sizeProblem(sizeText, ofItems)];
  const count = Number(parseNumber(countText));
  const size = Number(parseNumber(sizeText));
  const isWellFormed = isFree(problems);
  if (isWellFormed && ofItems && count > size) problems[0] = 'aboveInspected';
  const isGood = isFree(problems);
  return {
    values: isGood ? { defect_count: count, inspected_size: size } : null,
    problems,
    cautions: problems.map((_, index) =>
      isGood && index === 0 && isFar(scaledToPlan(count, size, shape), shape) ? 'far' : null,
    ),
    readings: [],
    isUndersized: false,
  };
};

export const checkEntry = (shape: Shape, texts: readonly string[]): EntryCheck =>
  isCounted(shape) ? checkCounts(shape, texts) : checkReadings(shape, texts);

/** The texts that are asked about. */
export const farFields = (shape: Shape, texts: readonly string[]): string[] => {
  const { cautions } = checkEntry(shape, texts);
  return texts.filter((_, index) => cautions[index] === 'far');
};

/** Mean and range of what is typed so far; nothing before the first number. */
export function summarize(readings: readonly number[]): { mean: number; range: number } | null {
  if (readings.length === 0) return null;
  const mean = readings.reduce((sum, value) => sum + value / readings.length, 0);
  return { mean, range: Math.max(...readings) - Math.min(...readings) };
}

export type TimeProblem = 'time' | 'timePast' | 'timeFuture';

const DAY_MS = 86_400_000;

/** A time as it is typed, in the local zone; empty stands for now. */
export function checkTime(text: string, now: Date): { timestamp: string | null } | { problem: TimeProblem } {
  if (text.trim() === '') return { timestamp: null };
  const time = parseTimeText(text);
  if (time === null) return { problem: 'time' };
  if (time.getTime() < 0) return { problem: 'timePast' };
  if (time.getTime() > now.getTime() + DAY_MS) return { problem: 'timeFuture' };
  return { timestamp: time.toISOString() };
}
