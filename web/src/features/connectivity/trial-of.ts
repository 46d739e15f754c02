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

/** Trying the settings that are typed, without storing them. `body` reads them as they are at the time. */
export function trialOf<Field extends string, Body, Result>(
  trial: Trial<Body, Result>,
  form: TriedForm<Field>,
  fields: readonly Field[],
  body: () => Body,
) {
  return {
    test: () =>
      form.attempt(async () => {
        trial.reset();
        if (await form.check(fields)) await trial.mutateAsync(body());
      }),
    isTesting: trial.isPending,
    /** Of the settings as they are typed now. */
    testResult: JSON.stringify(trial.variables) === JSON.stringify(body()) ? trial.data : undefined,
  };
}
