// @vitest-environment jsdom
import { loadOpenRows, storeOpenRows } from './open-rows';

describe('the open branches of an address space', () => {
  it('are there again after a reload, for each server its own', () => {
    const rows = new Map([['/ns=1;s=Welder', 'ns=1;s=Welder']]);
    storeOpenRows(1, rows);
    expect(loadOpenRows(1)).toEqual(rows);
    expect(loadOpenRows(2)).toEqual(new Map());
  });

  it.each(['no JSON', '{"a": 1}', '[["one"], [1, 2], null]'])('are none when %s is stored', (text) => {
    sessionStorage.setItem('openspc.open-nodes.1', text);
    expect(loadOpenRows(1)).toEqual(new Map());
  });
});
