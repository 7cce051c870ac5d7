import { join } from 'node:path'
import { systemClock } from '#base'
import { openKeyRegister } from '#platform/keys'
import { chance } from '#test/search-oracle'
import { ToldSource } from '../search.test-support.ts'
import { Signals } from '../shards/signals.ts'
import { tell } from '../story.test-support.ts'
import { Indexer } from './indexer.ts'
import { settleShard } from './settle.ts'

// Indexes, settles and rebuilds the same story over and over until it is killed. Arguments: directory, seed, records.

const [dir = '', seed = '0', count = '0'] = process.argv.slice(2)
const source = new ToldSource()
source.add(...tell(chance(Number(seed)), Number(count)))
const register = openKeyRegister(join(dir, 'house.db'), new Uint8Array(32), new Uint8Array(32), systemClock)
const indexer = new Indexer({ dir: join(dir, 'index'), source, register, clock: systemClock, signals: new Signals() })
process.stdout.write('begun\n')
for (;;) {
  while (indexer.step());
  indexer.savePosition()
  for (const { name } of [...indexer.files.entries]) {
    const settling = settleShard(indexer, name)
    while (!settling.next().done);
  }
  indexer.rebuild()
}
