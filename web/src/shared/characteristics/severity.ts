import type { Severity } from '@/shared/api/types';

/** The severity of a violation; a word that this page does not know is shown as the milder one. */
export const severityOf = (text: string): Severity => (text === 'CRITICAL' ? 'CRITICAL' : 'WARNING');
