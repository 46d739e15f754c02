// The chosen topic: what arrives on it, and the form that maps it.
import { usePreview } from '@/shared/api/queries/tags';
import { useSources } from '@/shared/connectivity/use-sources';
import { EntityForm } from '@/shared/forms/entity-form';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { toast } from '@/shared/ui/toast';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PayloadShape, shapeOf } from '../rule/payload-paths';
import { RuleFields } from '../rule/rule-fields';
import { isSparkplug } from '../rule/rule-form';
import { useRuleForm } from '../rule/use-rule-form';
import type { MqttServer } from '../servers';
import { Preview } from './preview';

interface QuickMapProps {
  server: MqttServer;
  topic: string;
  shape: PayloadShape | null;
  metrics: readonly string[];
  onSaved: () => void;
}

function QuickMap({ server, topic, shape, metrics, onSaved }: QuickMapProps) {
  const { t } = useTranslation('connectivity');
  const plantId = usePlantSelection((state) => state.plantId);
  const { sources = [] } = useSources(plantId);
  const here = sources.filter(
    (source) => source.protocol === 'mqtt' && source.serverId === server.id && source.address === topic,
  );
  const form = useRuleForm({
    mapping: null,
    initial: { broker_id: server.id, mqtt_topic: topic },
    onSaved: ({ characteristic_name }) => {
      toast.success(t('rule.saved', { name: characteristic_name }));
      onSaved();
    },
  });
  const suggests = !isSparkplug(topic) && shape !== null && shape.format !== form.values.payload_format;
  return (
    <Card aria-labelledby="quick-map" className="p-3">
      <h3 id="quick-map" className="text-base font-semibold">
        {t('quickMap.title')}
      </h3>
      {here.length > 0 && (
        <p className="text-xs text-ink-muted">
          {t('quickMap.mappedTo', { names: here.map((source) => source.characteristicName).join(', ') })}
        </p>
      )}
      {isSparkplug(topic) && <p className="text-xs text-ink-muted">{t('quickMap.sparkplug')}</p>}
      <EntityForm form={form} className="mt-2">
        {suggests && (
          <p className="mb-3 flex flex-wrap items-center gap-2 rounded-md bg-info-soft px-2.5 py-1.5 text-info">
            {t(`quickMap.looksLike.${shape.format}`)}
            <Button
              className="h-7!"
              onClick={() => {
                const [first = ''] = shape.numbers;
                form.set({ payload_format: shape.format, value_path: form.values.value_path || first });
              }}
            >
              {t('quickMap.useFormat')}
            </Button>
          </p>
        )}
        <RuleFields form={form} mapping={null} sources={sources} shape={shape} metrics={metrics} />
        <div className="mt-3 flex justify-end">
          <Button type="submit" variant="primary" busy={form.isSaving}>
            {t('quickMap.save')}
          </Button>
        </div>
      </EntityForm>
    </Card>
  );
}

export function TopicDetail({ server, topic }: { server: MqttServer; topic: string }) {
  const [repeat, setRepeat] = useState(false);
  const [saved, setSaved] = useState(0);
  const { data, error, isFetching, refetch } = usePreview(server.id, topic, repeat);
  const newest = data?.values.at(-1)?.raw_payload;
  const shape = useMemo(() => (newest === undefined ? null : shapeOf(newest)), [newest]);
  const metrics = useMemo(
    () => [...new Set(data?.values.flatMap(({ metric_name }) => metric_name ?? []))].sort(),
    [data],
  );
  return (
    <>
      <Preview
        topic={topic}
        preview={data}
        error={error}
        isListening={isFetching}
        repeat={repeat}
        onRepeat={setRepeat}
        onAgain={() => void refetch()}
      />
      {/* A form of its own for each characteristic that the topic feeds. */}
      <QuickMap
        key={saved}
        server={server}
        topic={topic}
        shape={shape}
        metrics={metrics}
        onSaved={() => setSaved((count) => count + 1)}
      />
    </>
  );
}
