/** How xterm asks for widths; `preceding` and the answer hold a width in bits 1 and 2, and whether it joins in bit 0. */
interface EmulatorWidths {
  readonly version: string;
  wcwidth(code: number): 0 | 1 | 2;
  charProperties(code: number, preceding: number): number;
}

/** The columns of code points as the emulator wants to be told: one of no columns joins the character before it. */
export function emulatorWidths(version: string, widthOf: (code: number) => 0 | 1 | 2): EmulatorWidths {
  return {
    version,
    wcwidth: widthOf,
    charProperties(code, preceding) {
      const own = widthOf(code);
      const before = (preceding >> 1) & 3;
      const isJoined = own === 0 && before !== 0;
      return (Math.max(own, isJoined ? before : 0) << 1) | Number(isJoined);
    },
  };
}
