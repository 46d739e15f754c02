/** A fresh idempotency key. Not crypto.randomUUID, which is missing on plain http in a local network. */
export const submissionKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
