interface Trial<Body, Result> {
  variables: Body | undefined;
  data: Result | undefined;
  isPending: boolean;
  reset: () => void;
  mutateAsync: (body: Body) => Promise<Result>;
}

interface TriedForm<Field extends string> {
  check: (fields: readonly Field[]) => Promise<boolean>;
  attempt: (action: () => Promise<unknown>) => Promise<void>;
}

/** Trying what is typed, without storing it. `body` reads it as it is at the time. */
export function trialOf<Field extends string, Body, Result>(
  trial: Trial<Body, Result>,
  form: TriedForm<Field>,
  fields: readonly Field[],
  body: () => Body,
) {
  return {
    tryOut: () =>
      form.attempt(async () => {
        trial.reset();
        if (await form.check(fields)) await trial.mutateAsync(body());
      }),
    isTrying: trial.isPending,
    /** Of what is typed now; what was tried before a change says nothing about it. */
    trial: JSON.stringify(trial.variables) === JSON.stringify(body()) ? trial.data : undefined,
  };
}
