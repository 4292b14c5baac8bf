import type { DecodedInput, MouseInput } from './input-event.ts';
import { codeKey, LETTER_KEYS, NUMBER_KEYS, namedKey } from './key-names.ts';

/** One complete `CSI` sequence of input, taken apart (ECMA-48 5.4). */
export interface ControlSequence {
  /** `<`, `>`, `=`, `?` or ''. */
  readonly prefix: string;
  readonly params: readonly number[];
  readonly intermediates: string;
  readonly final: string;
}

/** Begins a paste, which is not a value of its own. */
export const PASTE_START = 'paste-start';

/** What a control sequence means; undefined: nothing that concerns us, and it is swallowed. */
export function meaningOf(sequence: ControlSequence, bytes: Uint8Array): DecodedInput | typeof PASTE_START | undefined {
  const { prefix, params, intermediates, final } = sequence;
  if (intermediates !== '') return final === 'y' ? { kind: 'reply', reply: 'other' } : undefined;
  if (prefix === '<') return mouse(params, final);
  if (final === 'n') return { kind: 'reply', reply: prefix === '' && params[0] === 0 ? 'status' : 'other' };
  if (final === 'c' || final === 't') return { kind: 'reply', reply: 'other' };
  if (prefix !== '') return undefined;
  if (params.length === 0 && (final === 'I' || final === 'O')) return { kind: 'focus', focused: final === 'I' };
  if (final === '~') return tildeKey(params, bytes);
  if (final === 'u') return codeKey(params[0] ?? 0, params[1] ?? 1, bytes);
  if (final === 'Z') return namedKey('Tab', (((params[1] ?? 1) - 1) | 1) + 1, bytes);
  // A cursor report looks like a modified F3; that one always has a 1 in front.
  if (final === 'R' && params.length === 2 && params[0] !== 1) return { kind: 'reply', reply: 'other' };
  const name = LETTER_KEYS[final];
  return name === undefined ? undefined : namedKey(name, params[1] ?? 1, bytes);
}

function tildeKey(params: readonly number[], bytes: Uint8Array): DecodedInput | typeof PASTE_START | undefined {
  if (params[0] === 200) return PASTE_START;
  // modifyOtherKeys: CSI 27 ; modifiers ; code ~
  if (params[0] === 27 && params.length === 3) return codeKey(params[2] as number, params[1] as number, bytes);
  const name = NUMBER_KEYS[params[0] ?? 0];
  return name === undefined ? undefined : namedKey(name, params[1] ?? 1, bytes);
}

/** Bits of xterm's button number. */
const MOTION = 32;
const WHEEL = 64;
const BUTTONS = ['left', 'middle', 'right', 'none'] as const;

/** SGR mouse (mode 1006): `CSI < button ; column ; row M` for press and move, `m` for release. */
function mouse(params: readonly number[], final: string): MouseInput | undefined {
  if (params.length !== 3 || (final !== 'M' && final !== 'm')) return undefined;
  const [button, column, row] = params as readonly [number, number, number];
  return mouseInput(button, column - 1, row - 1, final === 'm');
}

/** A mouse event of xterm's button number; `x` and `y` from 0. Sideways wheels and extra buttons are nothing. */
export function mouseInput(button: number, x: number, y: number, isRelease: boolean): MouseInput | undefined {
  if (x < 0 || y < 0 || button >= 128) return undefined;
  const modifiers = { shift: (button & 4) !== 0, alt: (button & 8) !== 0, ctrl: (button & 16) !== 0 };
  if ((button & WHEEL) !== 0) {
    if ((button & 3) > 1) return undefined;
    return {
      kind: 'mouse',
      action: (button & 1) === 0 ? 'wheel-up' : 'wheel-down',
      button: 'none',
      x,
      y,
      ...modifiers,
    };
  }
  const action = isRelease ? 'release' : (button & MOTION) !== 0 ? 'move' : 'press';
  return { kind: 'mouse', action, button: BUTTONS[button & 3] as MouseInput['button'], x, y, ...modifiers };
}
