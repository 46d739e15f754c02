/** A time as <input type="datetime-local"> wants it: local, without a zone. */
export const localInput = (time: Date): string => {
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
};
