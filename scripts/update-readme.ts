// Writes the tables of README.md that come from the program's own tables: keys and commands. `npm run readme`.
import { readFileSync, writeFileSync } from 'node:fs';
import { readmeWithTables } from '../test/support/readme.ts';

writeFileSync('README.md', readmeWithTables(readFileSync('README.md', 'utf8')));
