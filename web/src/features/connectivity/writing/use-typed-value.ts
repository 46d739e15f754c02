// A value that is typed for a node: the node's own type says what it may be.
import { useNodeValue } from '@/shared/api/queries/opcua-nodes';
import type { ScalarValue } from '@/shared/api/queries/opcua-writing';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { commandValue, kindOf, type ValueProblem } from '../command-value';
import { valueText } from '../node/node-value';

export function useTypedValue(serverId: number, nodeId: string) {
  const { t } = useTranslation('connectivity');
  const { data: now } = useNodeValue(serverId, nodeId);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<ValueProblem | null>(null);
  const kind = now?.data_type ? kindOf({ datatype: now.data_type }) : 'text';
  const text = valueText(now?.value);
  return {
    field: {
      kind,
      value: typed,
      onChange: (next: string) => {
        setTyped(next);
        setProblem(null);
      },
      error: problem === null ? undefined : t(`sparkplug.problems.${problem}`),
      hint: text === null ? undefined : t('writing.now', { value: text, type: now?.data_type ?? '' }),
    },
    /** The value, or null when there is something wrong with it, which the field says then. */
    read: (): { value: ScalarValue } | null => {
      const outcome = commandValue(kind === 'boolean' && typed === '' ? 'true' : typed, kind);
      if ('value' in outcome) return outcome;
      setProblem(outcome.problem);
      return null;
    },
  };
}
