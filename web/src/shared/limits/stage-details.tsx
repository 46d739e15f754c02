import type { StageFact, StageText } from './stage-text';

const Facts = ({ facts }: { facts: StageFact[] }) => (
  <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
    {facts.map(({ name, value }) => (
      <div key={name} className="contents">
        <dt className="text-ink-muted">{name}</dt>
        <dd className="min-w-0 break-words tabular">{value}</dd>
      </div>
    ))}
  </dl>
);

/** What is known about the limits of one stage. */
export function StageDetails({ text }: { text: StageText }) {
  return (
    <div className="flex flex-col gap-1.5 text-xs">
      <strong className="text-sm font-semibold">{text.title}</strong>
      <Facts facts={[...text.lines, ...text.facts]} />
    </div>
  );
}
