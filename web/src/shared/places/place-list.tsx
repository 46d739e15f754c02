// The nodes and characteristics of one plant, to tick some of them.
import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { useHierarchy } from '@/shared/api/queries/hierarchy';
import { Checkbox, TextField } from '@/shared/ui/field';
import { Loaded } from '@/shared/ui/loaded';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filterPlaces, type Place, placesOf } from './places';

const SHOWN = 200;

interface PlaceListProps {
  label: string;
  searchLabel: string;
  plantId: number | null;
  /** What can be ticked; nodes above a characteristic are shown all the same. */
  kinds: readonly Place['kind'][];
  isTicked: (place: Place) => boolean;
  onToggle: (place: Place, checked: boolean) => void;
  error?: string | undefined;
}

interface RowProps extends Pick<PlaceListProps, 'kinds' | 'isTicked' | 'onToggle'> {
  place: Place;
}

function Row({ place, kinds, isTicked, onToggle }: RowProps) {
  const style = { paddingInlineStart: `${place.depth}rem` };
  const weight = place.kind === 'node' ? 'font-medium' : '';
  if (!kinds.includes(place.kind))
    return (
      <li style={style} className="text-ink-muted">
        {place.name}
      </li>
    );
  return (
    <li style={style}>
      <Checkbox
        label={place.name}
        className={weight}
        checked={isTicked(place)}
        onChange={({ target }) => onToggle(place, target.checked)}
      />
    </li>
  );
}

function Places({ places, ...props }: Omit<PlaceListProps, 'plantId'> & { places: readonly Place[] }) {
  const { label, searchLabel, kinds, isTicked, onToggle, error } = props;
  const { t } = useTranslation();
  const noteId = useId();
  const [search, setSearch] = useState('');
  const offered = kinds.includes('characteristic') ? places : places.filter(({ kind }) => kind === 'node');
  const found = filterPlaces(offered, search, isTicked);
  return (
    <>
      <TextField
        label={searchLabel}
        type="search"
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <ul
        aria-label={label}
        aria-describedby={error ? noteId : undefined}
        className="max-h-64 scroll-thin overflow-y-auto rounded-md border border-line p-2"
      >
        {found.slice(0, SHOWN).map((place) => (
          <Row
            key={`${place.kind}-${place.id}`}
            place={place}
            kinds={kinds}
            isTicked={isTicked}
            onToggle={onToggle}
          />
        ))}
        {found.length === 0 && <li className="text-ink-muted">{t('places.none')}</li>}
      </ul>
      {found.length > SHOWN && (
        <p className="text-xs text-ink-muted">{t('places.more', { count: found.length - SHOWN })}</p>
      )}
      {error && (
        <p id={noteId} role="alert" className="text-xs text-alarm">
          {error}
        </p>
      )}
    </>
  );
}

export function PlaceList({ plantId, ...props }: PlaceListProps) {
  const { t } = useTranslation();
  const tree = useHierarchy(plantId);
  const wantsCharacteristics = props.kinds.includes('characteristic');
  const characteristics = useCharacteristics(wantsCharacteristics ? plantId : null);
  const all = wantsCharacteristics ? characteristics.data : NONE;
  const places = useMemo(() => (tree.data && all ? placesOf(tree.data, all) : undefined), [tree.data, all]);
  const query = {
    data: places,
    error: tree.error ?? characteristics.error,
    refetch: () => Promise.all([tree.refetch(), wantsCharacteristics && characteristics.refetch()]),
  };
  return (
    <Loaded query={query} texts={{ failed: t('places.failed') }} isBare>
      {(loaded) => <Places {...props} places={loaded} />}
    </Loaded>
  );
}

const NONE: readonly never[] = [];
