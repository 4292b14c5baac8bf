import { expect, test } from 'vitest';
import { ListView, type Selection } from '../../../screens/ui/list-view.ts';

/** A list of ten rows in a window of four, below a head and a banner of one row. */
function open(keys = [...'abcdefghij']) {
  let selection: Selection = { key: undefined, index: 0 };
  const state = { keys };
  const view = new ListView({
    rows: () => ({
      length: state.keys.length,
      keyAt: (index) => state.keys[index],
      indexOf: (key) => state.keys.indexOf(key),
    }),
    selection: () => selection,
    onSelect: (next) => {
      selection = next;
    },
    bannerRows: () => 1,
  });
  view.placed(6);
  /** What is seen, the selected row in capitals. */
  const seen = (): string => {
    const top = view.windowTop();
    const { selected } = view;
    const letters = state.keys.map((key, index) => (index === selected ? key.toUpperCase() : key));
    return letters.slice(top, top + view.page).join('');
  };
  return { view, state, seen };
}

type Opened = ReturnType<typeof open>;

test.each<{ name: string; does: (list: Opened) => void; sees: string }>([
  { name: 'at first', does: () => {}, sees: 'Abcd' },
  { name: 'a row down', does: ({ view }) => view.move('list.down'), sees: 'aBcd' },
  { name: 'the last', does: ({ view }) => view.move('list.last'), sees: 'ghiJ' },
  { name: 'a page down', does: ({ view }) => view.move('list.pageDown'), sees: 'abcD' },
  { name: 'the wheel, which takes the selection along', does: ({ view }) => view.scroll(3), sees: 'Defg' },
  { name: 'the wheel beyond the end', does: ({ view }) => view.scroll(99), sees: 'Ghij' },
  { name: 'a click below head and banner', does: ({ view }) => view.click(3), sees: 'aBcd' },
  { name: 'a click on the banner', does: ({ view }) => view.click(1), sees: 'Abcd' },
  {
    name: 'a row that has moved',
    does: ({ view, state }) => {
      view.select(1);
      state.keys.reverse();
    },
    sees: 'edcB',
  },
  {
    name: 'what comes to the place of a row that is gone',
    does: ({ view, state }) => {
      view.select(2);
      state.keys.splice(2, 1);
    },
    sees: 'abDe',
  },
  {
    name: 'the new last row when the last is gone',
    does: ({ view, state }) => {
      view.move('list.last');
      state.keys.pop();
    },
    sees: 'fghI',
  },
])('$name', ({ does, sees }) => {
  const list = open();
  does(list);
  expect(list.seen()).toBe(sees);
});

test('the selection keeps its place when the row is sorted elsewhere and then goes', () => {
  const list = open();
  list.view.select(1);
  list.state.keys.reverse();
  list.view.keepSelection();
  list.state.keys.splice(8, 1);
  expect(list.view.selected).toBe(8);
});
