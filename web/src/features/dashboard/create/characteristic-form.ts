// What an engineer types to create a characteristic, checked and turned into the request. Pure. Messages are translation keys
// below dashboard:create.
import type { CharacteristicCreate, DataType } from '@/shared/api/types';
import { z } from 'zod/mini';

export const MAX_READINGS = 25;
export const MAX_INSPECTED = 1_000_000_000;
const MAX_RANGE_READINGS = 10;
const MAX_DECIMALS = 10;

export type FormProblem =
  'nameMissing' | 'nodeMissing' | 'sizeInvalid' | 'decimalsInvalid' | 'numberInvalid' | 'specOrder';

const key = (problem: FormProblem) => problem;

const toNumber = (text: string): number | null =>
  text.trim() === '' ? null : Number(text.trim().replace(',', '.'));

const optionalNumber = z.string().check(
  z.refine((text) => {
    const value = toNumber(text);
    return value === null || Number.isFinite(value);
  }, key('numberInvalid')),
);

const wholeBetween = (text: string, low: number, high: number): boolean => {
  const value = Number(text);
  return text.trim() !== '' && Number.isInteger(value) && value >= low && value <= high;
};

export const maxSize = (dataType: DataType): number =>
  dataType === 'variable' ? MAX_READINGS : MAX_INSPECTED;

export const characteristicForm = z
  .object({
    name: z.string().check(z.trim(), z.minLength(1, key('nameMissing')), z.maxLength(100)),
    hierarchyId: z.string().check(z.minLength(1, key('nodeMissing'))),
    dataType: z.enum(['variable', 'p', 'np', 'c', 'u']),
    subgroupSize: z.string(),
    chart: z.enum(['usual', 'xbar_r', 'xbar_s']),
    decimals: z
      .string()
      .check(z.refine((text) => wholeBetween(text, 0, MAX_DECIMALS), key('decimalsInvalid'))),
    lsl: optionalNumber,
    target: optionalNumber,
    usl: optionalNumber,
    description: z.string().check(z.maxLength(500)),
  })
  .check(
    z.refine(({ dataType, subgroupSize }) => wholeBetween(subgroupSize, 1, maxSize(dataType)), {
      path: ['subgroupSize'],
      error: key('sizeInvalid'),
    }),
    z.refine(
      ({ lsl, usl }) => {
        const low = toNumber(lsl);
        const high = toNumber(usl);
        return low === null || high === null || low < high;
      },
      { path: ['usl'], error: key('specOrder') },
    ),
  );

export type CharacteristicForm = z.infer<typeof characteristicForm>;

export const emptyForm: CharacteristicForm = {
  name: '',
  hierarchyId: '',
  dataType: 'variable',
  subgroupSize: '5',
  chart: 'usual',
  decimals: '3',
  lsl: '',
  target: '',
  usl: '',
  description: '',
};

/** Subgroups of some sizes can be drawn with ranges or with standard deviations; the others have one chart. */
export const hasChoiceOfChart = ({
  dataType,
  subgroupSize,
}: Pick<CharacteristicForm, 'dataType' | 'subgroupSize'>) =>
  dataType === 'variable' && wholeBetween(subgroupSize, 2, MAX_RANGE_READINGS);

export function toRequest(form: CharacteristicForm): CharacteristicCreate {
  return {
    name: form.name,
    hierarchy_id: Number(form.hierarchyId),
    data_type: form.dataType,
    subgroup_size: Number(form.subgroupSize),
    chart_type: form.chart === 'usual' || !hasChoiceOfChart(form) ? null : form.chart,
    subgroup_mode: 'NOMINAL_TOLERANCE',
    min_measurements: 1,
    decimal_precision: Number(form.decimals),
    lsl: toNumber(form.lsl),
    target_value: toNumber(form.target),
    usl: toNumber(form.usl),
    description: form.description.trim() || null,
  };
}
