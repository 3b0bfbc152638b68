import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

/** integ/local. */
export const LOCAL = dirname(dirname(fileURLToPath(import.meta.url)));
/** The checkout. */
export const ROOT = dirname(dirname(LOCAL));
/** What is downloaded or built once; outlives the runs. */
export const CACHE = join(LOCAL, '.cache');
/** What belongs to one start; gone after it. */
export const RUN = join(LOCAL, '.run');
