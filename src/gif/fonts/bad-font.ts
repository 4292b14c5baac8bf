import { KpiError } from '../../flow/index.ts';

export const badFont = (why: string): KpiError =>
  new KpiError('FONT_FORMAT', `this font cannot be read: ${why}`, { hint: 'Give a .ttf, .otf, .ttc or .woff2 file.' });
