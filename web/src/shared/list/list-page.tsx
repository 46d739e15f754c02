// A page of rows that a plant has: how many there are, what can be added, and the rows themselves.
import { Card } from '@/shared/ui/card';
import { Loaded } from '@/shared/ui/loaded';
import { type ReactNode, useState } from 'react';

interface Row {
  id: number | string;
}

interface ListPageProps<Item extends Row> {
  query: { data: readonly Item[] | undefined; error: Error | null; refetch: () => unknown };
  /** Which of them are shown; by default all. */
  isShown?: (item: Item) => boolean;
  texts: { loading: string; failed: string; list: string; count: (count: number) => string };
  /** Beside the count, whether there are rows or none. */
  actions?: ReactNode;
  /** Adds one; an empty page offers it in its middle. */
  add: ReactNode;
  empty: ReactNode;
  row: (item: Item, onDelete: (item: Item) => void) => ReactNode;
  deleteDialog: (item: Item, onClose: () => void) => ReactNode;
}

export function ListPage<Item extends Row>(props: ListPageProps<Item>) {
  const { query, isShown = () => true, texts, actions, add, empty, row, deleteDialog } = props;
  const [asked, setAsked] = useState<Item | null>(null);
  return (
    <Loaded query={query} texts={texts}>
      {(all) => {
        const items = all.filter(isShown);
        return (
          <>
            <div className="flex flex-wrap items-center gap-2.5">
              <p className="flex-1 text-ink-muted tabular">{texts.count(items.length)}</p>
              {actions}
              {items.length > 0 && add}
            </div>
            <Card className="flex min-h-0 flex-1 scroll-thin flex-col overflow-y-auto">
              {items.length === 0 ? (
                empty
              ) : (
                <ul aria-label={texts.list}>{items.map((item) => row(item, setAsked))}</ul>
              )}
            </Card>
            {asked && deleteDialog(asked, () => setAsked(null))}
          </>
        );
      }}
    </Loaded>
  );
}
