import { expect, test } from 'vitest';
import { Charsets } from '../../../src/recorder/redaction/charsets.ts';

test.each<{ name: string; steps: (string | number)[]; shown: string }>([
  { name: 'at the start letters are letters', steps: [], shown: 'lqkx_A' },
  { name: 'G0 is line drawing', steps: ['(0'], shown: '┌─┐│ A' },
  { name: 'G0 is ASCII again', steps: ['(0', '(B'], shown: 'lqkx_A' },
  { name: 'G1 is named, but not chosen', steps: [')0'], shown: 'lqkx_A' },
  { name: 'G1 is chosen by SO', steps: [')0', 0x0e], shown: '┌─┐│ A' },
  { name: 'G0 is chosen again by SI', steps: [')0', 0x0e, 0x0f], shown: 'lqkx_A' },
  { name: 'a reset forgets both', steps: ['(0', 'c'], shown: 'lqkx_A' },
])('$name', ({ steps, shown }) => {
  const charsets = new Charsets();
  for (const step of steps) {
    if (typeof step === 'string') charsets.escape(step);
    else charsets.control(step);
  }
  expect(charsets.shown('lqkx_A')).toBe(shown);
});
