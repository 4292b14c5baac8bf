/** The parts of the pipeline view, in the order in which Tab goes through them. */
export type PartId = 'steps' | 'workqueue' | 'journey' | 'fifo' | 'indexer' | 'listeners' | 'timeLine';

export interface PartPlace {
  readonly id: PartId;
  readonly x: number;
  readonly y: number;
  readonly cols: number;
  /** With the title. */
  readonly rows: number;
}

/** A head and nine steps. */
const STEP_ROWS = 10;
/** From so many columns on FIFO, indexer and listeners stand beside queue and journey. */
const TWO_COLUMNS_FROM = 110;
const LISTENER_ROWS = 4;
const LEAST_TIME_LINE = 3;

interface Wish {
  readonly id: PartId;
  /** With the title; the first number is what it needs, the second what it can use. */
  readonly least: number;
  readonly most: number;
}

/** A journey has nine steps or a few more, an index some rows of values; what a tall screen has beyond that is for keys. */
const JOURNEY_ROWS = 12;
const INDEXER_ROWS = 8;

const leftWishes = (height: number): readonly Wish[] => [
  { id: 'workqueue', least: 4, most: Math.max(5, height - JOURNEY_ROWS) },
  { id: 'journey', least: 2, most: JOURNEY_ROWS },
];

const rightWishes = (height: number): readonly Wish[] => [
  { id: 'fifo', least: 4, most: Math.max(4, height - INDEXER_ROWS - LISTENER_ROWS) },
  { id: 'indexer', least: 4, most: INDEXER_ROWS },
  { id: 'listeners', least: 2, most: LISTENER_ROWS },
];

/** Where each part stands in a body of this size; a part that has no room is left out. */
export function pipelineLayout(cols: number, rows: number): readonly PartPlace[] {
  const steps = { id: 'steps', x: 0, y: 0, cols, rows: Math.min(rows, STEP_ROWS) } as const;
  const left = rows - steps.rows;
  if (cols >= TWO_COLUMNS_FROM && left >= 14) {
    const timeRows = Math.max(LEAST_TIME_LINE, Math.floor(left / 4));
    const half = cols >> 1;
    const y = steps.rows;
    const height = left - timeRows;
    return [
      steps,
      ...column(leftWishes(height), { x: 0, y, cols: half, rows: height }),
      ...column(rightWishes(height), { x: half + 1, y, cols: cols - half - 1, rows: height }),
      { id: 'timeLine', x: 0, y: y + height, cols, rows: timeRows },
    ];
  }
  // On a small screen what is left belongs to the time line.
  const least = leftWishes(0).map((wish) => ({ ...wish, most: wish.least }));
  const wishes = left >= 26 ? [...leftWishes(16), ...rightWishes(0)] : left >= 18 ? leftWishes(0) : least;
  return [
    steps,
    ...column([...wishes, { id: 'timeLine', least: LEAST_TIME_LINE, most: 1000 }], {
      x: 0,
      y: steps.rows,
      cols,
      rows: left,
    }),
  ];
}

/** Stacks parts: each gets what it needs while there is room, then what is left goes to the first that can use it. */
function column(wishes: readonly Wish[], o: { x: number; y: number; cols: number; rows: number }): PartPlace[] {
  let room = o.rows;
  const given = wishes.map(({ least }) => {
    const rows = room >= least ? least : room >= 2 ? room : 0;
    room -= rows;
    return rows;
  });
  wishes.forEach(({ most }, index) => {
    const more = given[index] === 0 ? 0 : Math.min(room, Math.max(0, most - (given[index] as number)));
    given[index] = (given[index] as number) + more;
    room -= more;
  });
  // The last part of a column reaches down to its end.
  const last = given.findLastIndex((rows) => rows > 0);
  if (last >= 0) given[last] = (given[last] as number) + room;
  let { y } = o;
  return wishes.flatMap(({ id }, index) => {
    const rows = given[index] as number;
    if (rows === 0) return [];
    const place = { id, x: o.x, y, cols: o.cols, rows };
    y += rows;
    return [place];
  });
}
