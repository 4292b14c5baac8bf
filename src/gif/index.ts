export { builtInFonts, openFontFile } from './font-file.io.ts';
export { FontChain } from './fonts/font-chain.ts';
export { DEFAULT_GIF, DEFAULT_PICTURE, type GifOptions, type PictureOptions } from './gif-options.ts';
export type { ScreenSize } from './picture.ts';
export { type GifPorts, type GifProgress, type RenderedGif, renderGif } from './render-gif.ts';
export { type RenderedStill, renderStill, type StillFormat } from './render-still.ts';
export { DEFAULT_THEME, parseTheme, THEME_NAMES, type Theme } from './theme.ts';
export type { TimedEvent } from './timed-event.ts';
export { defaultWorkers, WorkerPool } from './worker-pool.io.ts';
