/** What the operators of arithmetic need of the run of a charstring. */
export interface ArithmeticRun {
  readonly stack: number[];
  readonly storage: number[];
  pop(): number;
  push(value: number): void;
}

type ArithmeticOperator = (run: ArithmeticRun) => void;

/** `storage` has room for so many numbers. */
const STORAGE = 32;

/** Puts what becomes of the last two numbers in their place. */
const pairwise =
  (combine: (one: number, other: number) => number): ArithmeticOperator =>
  (run) => {
    const other = run.pop();
    run.push(combine(run.pop(), other));
  };

const single =
  (change: (value: number) => number): ArithmeticOperator =>
  (run) =>
    run.push(change(run.pop()));

/** Operators that calculate, by number (Adobe TN 5177, section 4.2 to 4.4; 12, n is 1200 + n). No outline needs chance. */
export const ARITHMETIC: ReadonlyMap<number, ArithmeticOperator> = new Map<number, ArithmeticOperator>([
  // Once a hint for dots.
  [1200, (run) => void run.stack.splice(0)],
  [1203, pairwise((one, other) => Number(one !== 0 && other !== 0))],
  [1204, pairwise((one, other) => Number(one !== 0 || other !== 0))],
  [1205, single((value) => Number(value === 0))],
  [1209, single(Math.abs)],
  [1210, pairwise((one, other) => one + other)],
  [1211, pairwise((one, other) => one - other)],
  [1212, pairwise((one, other) => one / other)],
  [1214, single((value) => -value)],
  [1215, pairwise((one, other) => Number(one === other))],
  [1218, (run) => void run.pop()],
  [1220, put],
  [1221, get],
  [1222, ifElse],
  [1223, (run) => run.push(0.5)],
  [1224, pairwise((one, other) => one * other)],
  [1226, single(Math.sqrt)],
  [1227, (run) => run.push(run.stack.at(-1) ?? Number.NaN)],
  [1228, exchange],
  [1229, copy],
  [1230, roll],
]);

function put(run: ArithmeticRun): void {
  const index = run.pop();
  if (!(index >= 0 && index < STORAGE)) throw new RangeError(`no storage ${index}`);
  run.storage[index] = run.pop();
}

function get(run: ArithmeticRun): void {
  run.push(run.storage[run.pop()] ?? 0);
}

function ifElse(run: ArithmeticRun): void {
  const high = run.pop();
  const low = run.pop();
  const otherwise = run.pop();
  const value = run.pop();
  run.push(low <= high ? value : otherwise);
}

function exchange(run: ArithmeticRun): void {
  const last = run.pop();
  const before = run.pop();
  run.push(last);
  run.push(before);
}

/** The number so many places down; the top one when that is negative. */
function copy(run: ArithmeticRun): void {
  const depth = Math.max(0, run.pop());
  run.push(run.stack.at(-1 - depth) ?? Number.NaN);
}

/** Turns the last `count` numbers, upwards when `shift` is positive. */
function roll(run: ArithmeticRun): void {
  const shift = run.pop();
  const count = run.pop();
  if (!(count >= 0 && count <= run.stack.length)) throw new RangeError('roll lacks its arguments');
  const part = run.stack.splice(run.stack.length - count, count);
  const from = count === 0 ? 0 : ((-shift % count) + count) % count;
  run.stack.push(...part.slice(from), ...part.slice(0, from));
}
