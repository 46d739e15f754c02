// What arrives on the topic now: five seconds at a time, once or again and again.
import { PREVIEW_SECONDS } from '@/shared/api/queries/tags';
import type { TagPreview } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { formatClock, parseTime } from '@/shared/lib/format';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { Checkbox } from '@/shared/ui/field';
import { Spinner } from '@/shared/ui/states';
import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** Newest first; more would push the form away. */
const MOST = 8;

const textOf = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' ? String(value) : '–';

function Values({ preview, topic }: { preview: TagPreview; topic: string }) {
  const { t } = useTranslation('connectivity');
  const values = preview.values.slice(-MOST).reverse();
  return (
    <ul aria-label={t('preview.values')} className="divide-y divide-line">
      {values.map((value, index) => {
        const text = textOf(value.value);
        return (
          <li key={`${value.timestamp} ${index}`} className="flex gap-2.5 py-1">
            <span className="text-xs leading-5 text-ink-muted tabular">
              {formatClock(parseTime(value.timestamp))}
            </span>
            <div className="min-w-0 flex-1">
              {typeof value.value === 'number' && <p className="font-semibold tabular">{text}</p>}
              {(typeof value.value !== 'number' || value.raw_payload.trim() !== text) && (
                <p className="truncate font-mono text-xs leading-5" title={value.raw_payload}>
                  {value.raw_payload}
                </p>
              )}
              {value.topic !== topic && (
                <p className="font-mono text-xs break-all text-ink-muted">{value.topic}</p>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

interface PreviewProps {
  topic: string;
  preview: TagPreview | undefined;
  error: unknown;
  isListening: boolean;
  repeat: boolean;
  onRepeat: (repeat: boolean) => void;
  onAgain: () => void;
}

export function Preview(props: PreviewProps) {
  const { topic, preview, error, isListening, repeat } = props;
  const { t } = useTranslation('connectivity');
  const errorText = useErrorText();
  return (
    <Card aria-labelledby="preview-heading" className="flex flex-col p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 id="preview-heading" className="flex-1 text-base font-semibold">
          {t('preview.title')}
        </h3>
        <Checkbox
          label={t('preview.repeat')}
          checked={repeat}
          onChange={({ target }) => props.onRepeat(target.checked)}
        />
        <Button
          className="h-7!"
          icon={isListening ? <Spinner className="size-3.5!" /> : <RefreshCw size={14} aria-hidden />}
          disabled={isListening}
          onClick={props.onAgain}
        >
          {t(isListening ? 'preview.listening' : 'preview.again', { seconds: PREVIEW_SECONDS })}
        </Button>
      </div>
      <p className="font-mono text-xs break-all text-ink-muted">{topic}</p>
      <div role="status" className="mt-1 text-xs text-ink-muted tabular">
        {preview && t('preview.count', { count: preview.sample_count, seconds: PREVIEW_SECONDS })}
      </div>
      <div className="mt-1 min-h-10">
        {error !== null && !isListening && (
          <p role="alert" className="rounded-md bg-alarm-soft px-2.5 py-1.5 text-alarm">
            {errorText(error)}
          </p>
        )}
        {preview && preview.values.length > 0 && <Values preview={preview} topic={topic} />}
        {preview?.values.length === 0 && !isListening && (
          <p className="text-ink-muted">{t('preview.silent')}</p>
        )}
      </div>
    </Card>
  );
}
