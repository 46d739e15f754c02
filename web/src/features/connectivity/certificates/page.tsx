// Certificates of OPC UA: ours for the trust lists of servers, and theirs, which an administrator trusts or rejects.
import { useCertificates, useOwnCertificate } from '@/shared/api/queries/opcua-certificates';
import type { Certificate } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { useCan } from '@/shared/auth/roles';
import { download } from '@/shared/lib/download';
import { useNow } from '@/shared/lib/use-now';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { Loaded } from '@/shared/ui/loaded';
import { toast } from '@/shared/ui/toast';
import { Download, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StaleNotice } from '../stale-notice';
import { CertificateCard } from './certificate-card';
import { commonName, GROUPS, ofTrust, type Trust } from './certificate-view';
import { type Decision, DecisionDialog } from './decision-dialog';
import { UploadDialog } from './upload-dialog';

interface Asked {
  certificate: Certificate;
  decision: Decision;
}

const decisions: Record<Trust, readonly Decision[]> = {
  own: [],
  trusted: ['reject'],
  rejected: ['trust', 'forget'],
};

function DownloadButton() {
  const { t } = useTranslation('connectivity');
  const errorText = useErrorText();
  const own = useOwnCertificate();
  const run = async (): Promise<void> => {
    try {
      download(await own.mutateAsync(), 'openspc.der');
    } catch (error) {
      toast.error(t('certificates.downloadFailed'), errorText(error));
    }
  };
  return (
    <Button icon={<Download size={15} aria-hidden />} busy={own.isPending} onClick={() => void run()}>
      {t('certificates.download')}
    </Button>
  );
}

function Group({ trust, children }: { trust: Trust; children: ReactNode }) {
  const { t } = useTranslation('connectivity');
  return (
    <Card aria-labelledby={`certificates-${trust}`}>
      <div className="border-b border-line px-3 py-2">
        <h3 id={`certificates-${trust}`} className="text-base font-semibold">
          {t(`certificates.groups.${trust}`)}
        </h3>
        <p className="text-xs text-ink-muted">{t(`certificates.groupHints.${trust}`)}</p>
      </div>
      {children}
    </Card>
  );
}

interface CertificatesProps {
  certificates: readonly Certificate[];
  onAsk: (asked: Asked) => void;
}

function Certificates({ certificates, onAsk }: CertificatesProps) {
  const { t } = useTranslation('connectivity');
  const canDecide = useCan('admin');
  const now = useNow(60_000);
  const actionsOf = (certificate: Certificate) =>
    canDecide &&
    decisions[certificate.trust].map((decision) => (
      <Button
        key={decision}
        variant={decision === 'trust' ? 'primary' : 'secondary'}
        aria-label={t(`certificates.${decision}.label`, { name: commonName(certificate.subject) })}
        onClick={() => onAsk({ certificate, decision })}
      >
        {t(`certificates.${decision}.confirm`)}
      </Button>
    ));
  return (
    <>
      {GROUPS.map((trust) => {
        const members = ofTrust(certificates, trust);
        return (
          <Group key={trust} trust={trust}>
            {members.length === 0 ? (
              <p className="px-3 py-2.5 text-ink-muted">{t(`certificates.none.${trust}`)}</p>
            ) : (
              <ul>
                {members.map((certificate) => (
                  <CertificateCard
                    key={certificate.fingerprint}
                    certificate={certificate}
                    now={now}
                    actions={actionsOf(certificate)}
                  />
                ))}
              </ul>
            )}
          </Group>
        );
      })}
      <Group trust="own">
        <ul>
          {ofTrust(certificates, 'own').map((certificate) => (
            <CertificateCard
              key={certificate.fingerprint}
              certificate={certificate}
              now={now}
              actions={<DownloadButton />}
            />
          ))}
        </ul>
      </Group>
    </>
  );
}

export function Component() {
  const { t } = useTranslation('connectivity');
  const canDecide = useCan('admin');
  const query = useCertificates();
  const { error, refetch } = query;
  const [asked, setAsked] = useState<Asked | null>(null);
  const [adding, setAdding] = useState(false);
  const texts = { loading: t('certificates.loading'), failed: t('certificates.failed') };
  return (
    <Loaded query={query} texts={texts}>
      {(certificates) => (
        <div className="flex min-h-0 flex-1 scroll-thin flex-col gap-2.5 lg:overflow-y-auto">
          {error && <StaleNotice error={error} onRetry={() => void refetch()} />}
          <div className="flex flex-wrap items-center gap-2.5">
            <div className="min-w-64 flex-1 px-1">
              <h2 className="text-lg font-semibold">{t('certificates.title')}</h2>
              <p className="text-ink-muted">{t(canDecide ? 'certificates.hint' : 'certificates.readOnly')}</p>
            </div>
            {canDecide && (
              <Button icon={<Plus size={15} aria-hidden />} onClick={() => setAdding(true)}>
                {t('certificates.add')}
              </Button>
            )}
          </div>
          <Certificates certificates={certificates} onAsk={setAsked} />
          {asked && <DecisionDialog {...asked} onClose={() => setAsked(null)} />}
          {adding && <UploadDialog onClose={() => setAdding(false)} />}
        </div>
      )}
    </Loaded>
  );
}
