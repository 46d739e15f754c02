// A page that edits one thing: that whose id is in the address, or a new one where there is none.
import { positiveInteger } from '@/shared/lib/positive-integer';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { Loaded } from '@/shared/ui/loaded';
import { EmptyState } from '@/shared/ui/states';
import { Fragment, type ReactNode, type SubmitEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { EntityForm } from './entity-form';
import { FormFailure } from './form-failure';

interface EditorPageProps<Item> {
  /** All that there are. */
  query: { data: readonly Item[] | undefined; error: Error | null; refetch: () => unknown };
  texts: { loading: string; failed: string; notFound: string };
  /** Drawn anew for another thing. Null: a new one. */
  children: (item: Item | null) => ReactNode;
}

export function EditorPage<Item extends { id: number }>({ query, texts, children }: EditorPageProps<Item>) {
  const { id } = useParams();
  if (id === undefined) return <Fragment key="new">{children(null)}</Fragment>;
  return (
    <Loaded query={query} texts={texts}>
      {(items) => {
        const item = items.find((one) => one.id === positiveInteger(id));
        if (item) return <Fragment key={id}>{children(item)}</Fragment>;
        return (
          <Card className="flex-1">
            <EmptyState title={texts.notFound} />
          </Card>
        );
      }}
    </Loaded>
  );
}

interface EditorFormProps {
  title: string;
  form: { save: (event: SubmitEvent) => Promise<void>; failure: unknown; isSaving: boolean };
  saveLabel: string;
  onCancel: () => void;
  /** Beside the buttons, for example a trial of what is typed. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** The form itself: heading, fields, what was refused, and the buttons. */
export function EditorForm(props: EditorFormProps) {
  const { title, form, saveLabel, onCancel, aside, className, children } = props;
  const { t } = useTranslation();
  const heading = useId();
  return (
    <EntityForm form={form} aria-labelledby={heading} className={className ?? 'flex flex-col gap-2.5'}>
      <h2 id={heading} className="px-1 text-lg font-semibold">
        {title}
      </h2>
      {children}
      <FormFailure failure={form.failure} />
      <Card className="flex flex-wrap items-center gap-2 px-3 py-2">
        {aside ?? <div className="flex-1" />}
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" busy={form.isSaving}>
          {saveLabel}
        </Button>
      </Card>
    </EntityForm>
  );
}
