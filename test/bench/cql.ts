/**
 * `npm run bench`: how long CQL takes to be read, also when much of it is wrong.
 */
import { CqlFeature, CqlSchema } from '../../src';
import { Source } from '../../src/schema/cql/source';

/** One table in ten lines. */
const table = (index: number) => `CREATE TABLE shop.orders_${index} (
  customer_id uuid,
  placed_at timeuuid, -- when
  owner frozen<person> static,
  lines list<frozen<map<text, frozen<set<int>>>>>,
  "Total" decimal,
  note text,
  PRIMARY KEY ((customer_id), placed_at)
) WITH CLUSTERING ORDER BY (placed_at DESC)
  AND compaction = {'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': 160} AND comment = 'it''s';
`;
const wrong = (index: number) => table(index).replace('note text', 'note txt, v int').replace('PRIMARY KEY', 'PRIMRY KEY');
const unclosed = (index: number) => table(index).replace(');', ';').replace('--', '/*');

const TEXTS: Record<string, (index: number) => string> = {
  'right': table,
  'a mistake in every statement': wrong,
  'a comment that is not closed in every statement': unclosed,
  'every other statement is left out': (index) => index % 2 ? table(index) : `INSERT INTO shop.orders_${index} (customer_id) VALUES (${index});\n`.repeat(10),
};

function milliseconds(text: string): number {
  const times = Array.from({ length: 3 }, () => {
    // Of the processor, so that what else the machine does counts less.
    const start = process.cpuUsage();
    CqlSchema._read([new Source('CQL', text)], { leaveOut: [CqlFeature.DATA] });
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}

console.log('   lines        ms   of CQL (the best of three)');
for (const [name, make] of Object.entries(TEXTS)) {
  for (const lines of [1_000, 10_000, 40_000]) {
    const text = `CREATE TYPE shop.person (name text);\n${Array.from({ length: lines / 10 }, (_, index) => make(index)).join('')}`;
    console.log(`${String(lines).padStart(8)}  ${milliseconds(text).toFixed(0).padStart(8)}   ${name}`);
  }
}
