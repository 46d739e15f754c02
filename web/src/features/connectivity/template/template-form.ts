// A template of mappings as an engineer types it. Pure. Fields are named as the members of the API, so that a refusal of
// the server, which alone knows the rules of patterns, finds its field.
import type { KeptTemplate, MappingTemplate, TemplateApply, TemplatePreview } from '@/shared/api/types';
import { isSparkplug } from '../rule/rule-form';

export interface TemplateForm {
  broker_id: number | null;
  topic_pattern: string;
  metric_pattern: string;
  place_path: string;
  place_type: string;
  characteristic_name: string;
  model_characteristic_id: number | null;
  model_mapping_id: number | null;
  trigger_topic: string;
  limit: string;
}

export const emptyTemplate: TemplateForm = {
  broker_id: null,
  topic_pattern: '',
  metric_pattern: '',
  place_path: '',
  place_type: 'Equipment',
  characteristic_name: '',
  model_characteristic_id: null,
  model_mapping_id: null,
  trigger_topic: '',
  limit: '500',
};

export const isTemplateField = (field: string): field is keyof TemplateForm => field in emptyTemplate;

/** The request; null until all that is needed is there. */
export function templateOf(form: TemplateForm, plantId: number | null): MappingTemplate | null {
  const { broker_id, model_characteristic_id, model_mapping_id } = form;
  const texts = [form.topic_pattern, form.place_path, form.place_type, form.characteristic_name, form.limit];
  if (plantId === null || broker_id === null || model_characteristic_id === null) return null;
  if (texts.some((text) => text.trim() === '')) return null;
  const metric = form.metric_pattern.trim();
  const trigger = form.trigger_topic.trim();
  return {
    plant_id: plantId,
    broker_id,
    topic_pattern: form.topic_pattern.trim(),
    metric_pattern: isSparkplug(form.topic_pattern) && metric !== '' ? metric : null,
    place_path: form.place_path.trim(),
    place_type: form.place_type.trim(),
    characteristic_name: form.characteristic_name.trim(),
    model_characteristic_id,
    model_mapping_id,
    trigger_topic: trigger === '' ? null : trigger,
    limit: Number(form.limit),
  };
}

export const formOf = (kept: KeptTemplate): TemplateForm => ({
  broker_id: kept.broker_id,
  topic_pattern: kept.topic_pattern,
  metric_pattern: kept.metric_pattern ?? '',
  place_path: kept.place_path,
  place_type: kept.place_type,
  characteristic_name: kept.characteristic_name,
  model_characteristic_id: kept.model_characteristic_id,
  model_mapping_id: kept.model_mapping_id,
  trigger_topic: kept.trigger_topic ?? '',
  limit: String(kept.limit),
});

/** What is to be confirmed, and then made as it was confirmed. */
export interface TemplateOffer {
  wanted: MappingTemplate;
  sources: TemplateApply['sources'];
  places: number;
}

/** What the preview would make; nothing when it would be only a part of what matches. */
export const sourcesOf = ({ rows, over_limit_count, unread_count }: TemplatePreview) =>
  over_limit_count > 0 || unread_count > 0
    ? []
    : rows
        .filter(({ outcome }) => outcome === 'make' || outcome === 'map')
        .map(({ topic, metric }) => ({ topic, metric }));
