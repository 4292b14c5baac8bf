/** Which rows of a list are seen: the first one so that `selected` is among `rows`, moved as little as possible. */
export function windowStart(o: { start: number; selected: number; rows: number; count: number }): number {
  const { selected, rows, count } = o;
  let start = Math.min(o.start, Math.max(0, count - rows));
  if (selected >= 0 && selected < start) start = selected;
  if (selected >= start + rows) start = selected - rows + 1;
  return Math.max(0, start);
}

/** A list action's new index; undefined when the action moves nothing. */
export function moveIndex(action: string, o: { index: number; count: number; page: number }): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    'list.down': o.index + 1,
    'list.up': o.index - 1,
    'list.pageDown': o.index + Math.max(1, o.page - 1),
    'list.pageUp': o.index - Math.max(1, o.page - 1),
    'list.first': 0,
    'list.last': o.count - 1,
  };
  const wanted = moves[action];
  return wanted === undefined ? undefined : Math.max(0, Math.min(o.count - 1, wanted));
}
