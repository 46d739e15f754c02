// What the dialog asks, and when it is complete. Pure.

/** The server's limit of a reason. */
const MAX_REASON = 500;
const SEPARATOR = ': ';
/** This code says nothing by itself. */
const NEEDS_NOTE = 'Other';

export interface AcknowledgeForm {
  code: string;
  note: string;
  excludeSample: boolean;
}

export const emptyForm: AcknowledgeForm = { code: '', note: '', excludeSample: false };

/** Code and note share one text on the server. */
export const reasonText = ({ code, note }: AcknowledgeForm): string =>
  note.trim() ? `${code}${SEPARATOR}${note.trim()}` : code;

/** How many characters of a note fit beside the code. */
export const noteLimit = (code: string): number => MAX_REASON - code.length - SEPARATOR.length;

export const needsNote = ({ code }: AcknowledgeForm): boolean => code === NEEDS_NOTE;

export interface FormErrors {
  code?: 'reasonMissing';
  note?: 'noteMissing';
}

export function formErrors(form: AcknowledgeForm): FormErrors {
  return {
    ...(form.code === '' ? { code: 'reasonMissing' } : {}),
    ...(needsNote(form) && form.note.trim() === '' ? { note: 'noteMissing' } : {}),
  };
}
