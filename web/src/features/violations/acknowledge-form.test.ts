import { emptyForm, formErrors, needsNote, noteLimit, reasonText } from './acknowledge-form';

describe('the recorded reason', () => {
  it('is the code alone without a note', () =>
    expect(reasonText({ ...emptyForm, code: 'Tool Change', note: '  ' })).toBe('Tool Change'));
  it('is code and note', () =>
    expect(reasonText({ ...emptyForm, code: 'Tool Change', note: ' insert 4 ' })).toBe(
      'Tool Change: insert 4',
    ));
  it('fits the server with the longest note that may be typed', () => {
    const code = 'Equipment Malfunction';
    expect(reasonText({ ...emptyForm, code, note: 'x'.repeat(noteLimit(code)) })).toHaveLength(500);
  });
});

describe('the form', () => {
  it('lacks a reason at first', () => expect(formErrors(emptyForm)).toEqual({ code: 'reasonMissing' }));
  it('is complete with a code', () =>
    expect(formErrors({ ...emptyForm, code: 'Setup Adjustment' })).toEqual({}));
  it('needs a note for "Other", which says nothing by itself', () => {
    expect(needsNote({ ...emptyForm, code: 'Other' })).toBe(true);
    expect(formErrors({ ...emptyForm, code: 'Other' })).toEqual({ note: 'noteMissing' });
  });
});
