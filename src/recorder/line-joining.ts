/**
 * Whether a row that a program drew by itself goes on in the next one: it is full to its last cell, or only a blank at
 * which the text was wrapped is there. Rows that are joined by mistake can only mask too much.
 */
export function goesOn(last: string, beforeLast: string, nextFirst: string): boolean {
  return last !== ' ' || (beforeLast !== ' ' && nextFirst !== ' ');
}
