// What scripts/make-fonts.mjs needs of the font code.
export { FontBytes } from './font-bytes.ts';
export { PackFace } from './glyph-pack.ts';
export { readTables, SfntFace } from './sfnt.ts';
export { isWoff2, unpackWoff2 } from './woff2.ts';
export { writePack } from './write-pack.ts';
