// Which violations are chosen for acknowledgement: only what is still open can be.
import type { Violation } from '@/shared/api/types';
import { selecting } from '@/shared/table/selection';

export const isOpen = ({ acknowledged, superseded_at }: Violation): boolean =>
  !acknowledged && superseded_at === null;

export const { choicesOf: openOf, toggle, toggleAll, extent, chosenOf } = selecting(isOpen);
