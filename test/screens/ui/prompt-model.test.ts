import { describe, expect, test } from 'vitest';
import { lineWidth } from '../../../screens/ui/line.ts';
import { editPrompt, type PromptText, promptLine, promptText } from '../../../screens/ui/prompt-model.ts';
import { fc } from '../../support/property.ts';

const press = (prompt: PromptText, key: string, text = ''): PromptText =>
  editPrompt(prompt, { kind: 'key', key, text, bytes: new Uint8Array() }) ?? prompt;
const type = (prompt: PromptText, text: string): PromptText =>
  [...text].reduce((now, letter) => press(now, letter, letter), prompt);

describe('editPrompt', () => {
  test('types, moves and deletes as readline does', () => {
    let prompt = type(promptText(''), 'status running');
    prompt = press(prompt, 'Ctrl-W');
    expect(prompt).toEqual({ text: 'status ', cursor: 7 });
    prompt = type(press(prompt, 'Home'), '!');
    expect(prompt).toEqual({ text: '!status ', cursor: 1 });
    expect(press(press(prompt, 'End'), 'Ctrl-U')).toEqual({ text: '', cursor: 0 });
    expect(press(prompt, 'Ctrl-K')).toEqual({ text: '!', cursor: 1 });
  });

  test('never splits a character of two units', () => {
    const prompt = type(promptText(''), 'a😀b');
    expect(press(press(prompt, 'Left'), 'Backspace').text).toBe('ab');
    expect(press(press(press(prompt, 'Home'), 'Right'), 'Delete').text).toBe('ab');
  });

  test('a paste is one line, without control characters, and does not submit', () => {
    const pasted = editPrompt(promptText('x'), { kind: 'paste', text: 'a\nb\x1b[2J' });
    expect(pasted?.text).toBe('xa b␛[2J');
  });

  test('keys that are not its own are left alone', () => {
    expect(editPrompt(promptText(''), { kind: 'key', key: 'F5', text: '', bytes: new Uint8Array() })).toBeUndefined();
  });
});

test('the row is exactly as wide as the room, with the cursor in it, for any text and cursor', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.nat(60),
      fc.integer({ min: 30, max: 90 }),
      (raw, at, cols) => {
        const prompt = Array.from({ length: at }).reduce<PromptText>(
          (now) => press(now, 'Left'),
          type(promptText(''), raw),
        );
        const spans = promptLine({ title: '/', prompt, note: '3 of 112', isBad: false, cols });
        expect(lineWidth(spans)).toBeLessThanOrEqual(cols);
        expect(spans.filter(({ role }) => role === 'cursor')).toHaveLength(1);
      },
    ),
  );
});
