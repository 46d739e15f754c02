// What the server answers when it refuses, as one error type. Field errors (422) keep their location, so that a form can
// show each beside its input.

export interface FieldError {
  /** Path of the member inside the body, for example "measurements.0". */
  field: string;
  message: string;
}

export class ApiError extends Error {
  readonly status: number;
  readonly fields: FieldError[];
  /** Seconds to wait, where the refusal passes by itself: too many requests, a server that is busy. */
  readonly retryAfter: number | undefined;

  constructor(status: number, message: string, fields: FieldError[] = [], retryAfter?: number) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.fields = fields;
    this.retryAfter = retryAfter;
  }
}

/** The server could not be reached at all: no reply, as opposed to a refusal. */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super('network', { cause });
    this.name = 'NetworkError';
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const fieldError = (item: unknown): FieldError | undefined => {
  if (!isRecord(item) || typeof item.msg !== 'string' || !Array.isArray(item.loc)) return undefined;
  const [origin, ...rest] = item.loc as (string | number)[];
  return {
    field: (rest.length > 0 ? rest : [origin]).join('.'),
    message: item.msg.replace(/^Value error, /, ''),
  };
};

/** Reads the documented error bodies: {"detail": text, "retry_after"?}, {"detail": [field errors]} and {"error": text}. */
export function apiErrorFrom(status: number, body: unknown): ApiError {
  if (isRecord(body)) {
    if (typeof body.detail === 'string') {
      const wait = typeof body.retry_after === 'number' ? body.retry_after : undefined;
      return new ApiError(status, body.detail, [], wait);
    }
    if (Array.isArray(body.detail)) {
      const fields = body.detail.map(fieldError).filter((field) => field !== undefined);
      return new ApiError(
        status,
        fields.map(({ field, message }) => `${field}: ${message}`).join('; '),
        fields,
      );
    }
    if (typeof body.error === 'string') return new ApiError(status, body.error);
  }
  return new ApiError(status, '');
}
