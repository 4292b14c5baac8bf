/** What the operators of paths need of the run of a charstring. */
export interface PathRun {
  readonly stack: readonly number[];
  lineBy(dx: number, dy: number): void;
  curveBy(dx1: number, dy1: number, ...rest: [dx2: number, dy2: number, dx3: number, dy3: number]): void;
}

type PathOperator = (run: PathRun) => void;

/**
 * Operators that draw, by number (Adobe TN 5177, section 4.1; 12, n is 1200 + n); each uses up the whole stack. An argument
 * that is missing makes a place that is not a number, which the pen refuses.
 */
export const PATHS: ReadonlyMap<number, PathOperator> = new Map<number, PathOperator>([
  [5, (run) => void lines(run, 0, run.stack.length)],
  [6, (run) => alternatingLines(run, true)],
  [7, (run) => alternatingLines(run, false)],
  [8, (run) => void curves(run, 0, run.stack.length)],
  [24, (run) => void lines(run, curves(run, 0, run.stack.length - 2), run.stack.length)],
  [25, (run) => void curves(run, lines(run, 0, run.stack.length - 6), run.stack.length)],
  [26, (run) => evenCurves(run, false)],
  [27, (run) => evenCurves(run, true)],
  [30, (run) => alternatingCurves(run, false)],
  [31, (run) => alternatingCurves(run, true)],
  [1234, hflex],
  [1235, (run) => void curves(run, 0, 12)],
  [1236, hflex1],
  [1237, flex1],
]);

type Four = [number, number, number, number];
type Six = [...Four, number, number];

function lines(run: PathRun, from: number, to: number): number {
  let at = from;
  for (; at < to; at += 2) run.lineBy(run.stack[at] as number, run.stack[at + 1] as number);
  return at;
}

function curves(run: PathRun, from: number, to: number): number {
  let at = from;
  for (; at < to; at += 6) run.curveBy(...(run.stack.slice(at, at + 6) as Six));
  return at;
}

function alternatingLines(run: PathRun, isFirstAcross: boolean): void {
  for (const [at, step] of run.stack.entries()) {
    if ((at % 2 === 0) === isFirstAcross) run.lineBy(step, 0);
    else run.lineBy(0, step);
  }
}

/** Curves that begin and end level, or upright; an odd argument at the start bends the first one's beginning. */
function evenCurves(run: PathRun, isLevel: boolean): void {
  const { stack } = run;
  const isOdd = stack.length % 2 === 1;
  let bend = isOdd ? (stack[0] as number) : 0;
  for (let at = isOdd ? 1 : 0; at < stack.length; at += 4) {
    const [a, b, c, d] = stack.slice(at, at + 4) as Four;
    if (isLevel) run.curveBy(a, bend, b, c, d, 0);
    else run.curveBy(bend, a, b, c, 0, d);
    bend = 0;
  }
}

/** Curves that begin level and end upright, and the other way round; an odd argument at the end bends the last one's end. */
function alternatingCurves(run: PathRun, isFirstLevel: boolean): void {
  const { stack } = run;
  let isLevel = isFirstLevel;
  for (let at = 0; at + 1 < stack.length; at += 4) {
    const [a, b, c, d] = stack.slice(at, at + 4) as Four;
    const bend = stack.length - at === 5 ? (stack[at + 4] as number) : 0;
    if (isLevel) run.curveBy(a, 0, b, c, bend, d);
    else run.curveBy(0, a, b, c, d, bend);
    isLevel = !isLevel;
  }
}

function hflex(run: PathRun): void {
  const [dx1, dx2, dy2, dx3, dx4, dx5, dx6] = run.stack as [...Six, number];
  run.curveBy(dx1, 0, dx2, dy2, dx3, 0);
  run.curveBy(dx4, 0, dx5, -dy2, dx6, 0);
}

function hflex1(run: PathRun): void {
  const [dx1, dy1, dx2, dy2, dx3, dx4, dx5, dy5, dx6] = run.stack as [...Six, number, number, number];
  run.curveBy(dx1, dy1, dx2, dy2, dx3, 0);
  run.curveBy(dx4, 0, dx5, dy5, dx6, -(dy1 + dy2 + dy5));
}

/** The end lies level with the beginning, or above or below it, whichever is nearer. */
function flex1(run: PathRun): void {
  const [dx1, dy1, dx2, dy2, dx3, dy3] = run.stack as Six;
  const [dx4, dy4, dx5, dy5, last] = run.stack.slice(6) as [...Four, number];
  const dx = dx1 + dx2 + dx3 + dx4 + dx5;
  const dy = dy1 + dy2 + dy3 + dy4 + dy5;
  run.curveBy(dx1, dy1, dx2, dy2, dx3, dy3);
  if (Math.abs(dx) > Math.abs(dy)) run.curveBy(dx4, dy4, dx5, dy5, last, -dy);
  else run.curveBy(dx4, dy4, dx5, dy5, -dx, last);
}
