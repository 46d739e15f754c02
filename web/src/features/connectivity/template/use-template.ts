// The state of a template that is typed: its preview, what the server says against it, and its way to the server.
import { useApplyTemplate, useKeepTemplate, useTemplatePreview } from '@/shared/api/queries/templates';
import { refusalOf } from '@/shared/api/refusal';
import type { KeptTemplate } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useDeferredValue, useMemo, useState } from 'react';
import {
  emptyTemplate,
  formOf,
  isTemplateField,
  sourcesOf,
  type TemplateForm,
  type TemplateOffer,
  templateOf,
} from './template-form';

export function useTemplate(onlyBroker: number | null) {
  const plantId = usePlantSelection((state) => state.plantId);
  const [values, setValues] = useState<TemplateForm>({ ...emptyTemplate, broker_id: onlyBroker });
  const wanted = useMemo(() => templateOf(values, plantId), [values, plantId]);
  const asked = useDeferredValue(wanted);
  const preview = useTemplatePreview(asked);
  const apply = useApplyTemplate();
  const keep = useKeepTemplate();
  const { fields, rest } = refusalOf(preview.error, isTemplateField);
  const isCurrent = asked === wanted && wanted !== null && !preview.isPlaceholderData && !preview.isError;
  const offer: TemplateOffer | null =
    isCurrent && preview.data
      ? { wanted, sources: sourcesOf(preview.data), places: preview.data.new_place_count }
      : null;

  return {
    plantId,
    values,
    change: <K extends keyof TemplateForm>(field: K, value: TemplateForm[K]) => {
      apply.reset();
      setValues({ ...values, [field]: value });
    },
    use: (kept: KeptTemplate) => {
      apply.reset();
      setValues(formOf(kept));
    },
    problem: (field: keyof TemplateForm) => fields.find((refused) => refused.field === field)?.message,
    isComplete: wanted !== null,
    preview,
    /** Why there is no preview, when no field is to blame. */
    failure: rest,
    wanted,
    /** Null while the preview is not that of what is typed. */
    offer,
    apply: ({ wanted: confirmed, sources }: TemplateOffer) => apply.mutateAsync({ ...confirmed, sources }),
    isApplying: apply.isPending,
    applyFailure: apply.error,
    keep: async (name: string) => wanted && keep.mutateAsync({ ...wanted, name }),
    isKeeping: keep.isPending,
    keepFailure: keep.error,
  };
}

export type TemplateState = ReturnType<typeof useTemplate>;
