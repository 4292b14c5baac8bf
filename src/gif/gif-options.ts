import type { Theme } from './theme.ts';

/** How a recording becomes pictures. */
export interface PictureOptions {
  readonly theme: Theme;
  /** Pixels of an em. */
  readonly fontSize: number;
  /** Height of a row, in ems. */
  readonly lineHeight: number;
  /** Greys between background and text, 2..32. */
  readonly levels: number;
  readonly boldIsBright: boolean;
  readonly showCursor: boolean;
}

/** How a recording becomes a GIF. */
export interface GifOptions extends PictureOptions {
  /** At most so many frames a second, 1..50. */
  readonly fps: number;
  readonly lastFrameSeconds: number;
  /** 0 repeats for ever, n repeats n times, undefined plays once. */
  readonly loops: number | undefined;
}

export const DEFAULT_PICTURE: Omit<PictureOptions, 'theme'> = {
  fontSize: 16,
  lineHeight: 1.4,
  levels: 6,
  boldIsBright: false,
  showCursor: true,
};

export const DEFAULT_GIF: Omit<GifOptions, 'theme'> = { ...DEFAULT_PICTURE, fps: 30, lastFrameSeconds: 3, loops: 0 };
