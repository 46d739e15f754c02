// Keyboard behaviour of a tree (WAI-ARIA tree view): one row is in the tab order, arrows move between rows, right and left
// open, close and climb, Home and End jump, letters search by name, Enter and Space choose.
import { type KeyboardEvent, useCallback, useRef, useState } from 'react';

export interface RovingRow {
  key: string;
  parentKey: string | null;
  /** Absent where nothing can be opened. */
  expanded?: boolean;
}

interface RovingTree<R extends RovingRow> {
  rows: readonly R[];
  selectedKey: string | null;
  nameOf: (row: R) => string;
  onToggle: (key: string, expanded: boolean) => void;
  onChoose: (row: R) => void;
}

const TYPEAHEAD_MS = 800;

/** The row that a key leads to; undefined when the key moves nowhere. */
export function rowAfterKey<R extends RovingRow>(
  rows: readonly R[],
  index: number,
  key: string,
): R | undefined {
  const row = rows[index];
  switch (key) {
    case 'ArrowDown':
      return rows[index + 1];
    case 'ArrowUp':
      return rows[index - 1];
    case 'Home':
      return rows[0];
    case 'End':
      return rows.at(-1);
    case 'ArrowLeft':
      return rows.find((other) => other.key === row?.parentKey);
    case 'ArrowRight':
      return rows[index + 1]?.parentKey === row?.key ? rows[index + 1] : undefined;
    default:
      return undefined;
  }
}

export function useRovingTree<R extends RovingRow>(tree: RovingTree<R>) {
  const { rows, selectedKey, nameOf, onToggle, onChoose } = tree;
  const [lastActive, setLastActive] = useState<string | null>(null);
  const typed = useRef({ text: '', at: 0 });
  const isShown = (key: string | null) => key !== null && rows.some((row) => row.key === key);
  const activeKey = [lastActive, selectedKey].find(isShown) ?? rows[0]?.key ?? null;

  const focusRow = useCallback((element: HTMLElement, key: string) => {
    setLastActive(key);
    // Keys may hold any character, which a selector could not.
    [...element.querySelectorAll<HTMLElement>('[data-key]')].find((row) => row.dataset.key === key)?.focus();
  }, []);

  const typeahead = (letter: string, index: number): R | undefined => {
    const now = Date.now();
    const text = now - typed.current.at < TYPEAHEAD_MS ? typed.current.text + letter : letter;
    typed.current = { text, at: now };
    const start = text.length === 1 ? index + 1 : index;
    return [...rows.slice(start), ...rows.slice(0, start)].find((row) =>
      nameOf(row).toLowerCase().startsWith(text),
    );
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const index = rows.findIndex(({ key }) => key === activeKey);
    const row = rows[index];
    if (!row) return;
    if (event.key === 'Enter' || event.key === ' ') onChoose(row);
    else if (event.key === 'ArrowRight' && row.expanded === false) onToggle(row.key, true);
    else if (event.key === 'ArrowLeft' && row.expanded) onToggle(row.key, false);
    else {
      const isLetter =
        event.key.length === 1 && /\S/.test(event.key) && event.key !== '/' && event.key !== '?';
      const next = isLetter ? typeahead(event.key.toLowerCase(), index) : rowAfterKey(rows, index, event.key);
      if (!next && !/^(Arrow|Home|End)/.test(event.key)) return;
      if (next) focusRow(event.currentTarget, next.key);
    }
    event.preventDefault();
  };

  return { activeKey, setActive: setLastActive, onKeyDown };
}
