// One way to acknowledge, whether one violation or many: what succeeded and what did not, with the server's words.
import { useAcknowledge, useBatchAcknowledge } from '@/shared/api/queries/violations';
import type { Violation } from '@/shared/api/types';
import { useSession } from '@/shared/auth/session';

export interface Answer {
  reason: string;
  excludeSample: boolean;
}

export interface Outcome {
  acknowledged: Violation[];
  failures: { violation: Violation; error: string }[];
}

interface Acknowledgement {
  acknowledge: (violations: readonly Violation[], answer: Answer) => Promise<Outcome>;
  isPending: boolean;
}

export function useAcknowledgement(): Acknowledgement {
  const user = useSession((state) => state.user?.username ?? '');
  const single = useAcknowledge();
  const batch = useBatchAcknowledge();

  const acknowledge = async (
    violations: readonly Violation[],
    { reason, excludeSample }: Answer,
  ): Promise<Outcome> => {
    const answer = { user, reason, exclude_sample: excludeSample };
    const [only, ...others] = violations;
    if (only && others.length === 0) {
      const acknowledged = await single.mutateAsync({ violationId: only.id, ...answer });
      return { acknowledged: [acknowledged], failures: [] };
    }
    const { results } = await batch.mutateAsync({ violation_ids: violations.map(({ id }) => id), ...answer });
    const byId = new Map(violations.map((violation) => [violation.id, violation]));
    const outcome: Outcome = { acknowledged: [], failures: [] };
    for (const { violation_id, success, error } of results) {
      const violation = byId.get(violation_id);
      if (!violation) continue;
      if (success)
        outcome.acknowledged.push({ ...violation, acknowledged: true, ack_user: user, ack_reason: reason });
      else outcome.failures.push({ violation, error: error ?? '' });
    }
    return outcome;
  };

  return { acknowledge, isPending: single.isPending || batch.isPending };
}
