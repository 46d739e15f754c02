/** An id or a page as the address bar holds it; null for anything else. */
export const positiveInteger = (text: string | null): number | null =>
  text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
