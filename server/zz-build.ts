import { arrivalOfLine, corpusLines, openSearchHouse } from '#test/search-house'
import { makeArchiveHouse } from '#test/archive-house'
const house = await makeArchiveHouse('/tmp/search-exp/house')
const h = await openSearchHouse({}, house)
let batch: ReturnType<typeof arrivalOfLine>[] = [], n = 0
const t=performance.now()
for await (const line of corpusLines('/work/shared/data/corpus/bili_live_danmaku.jsonl.gz')) { batch.push(arrivalOfLine(line)); if (batch.length===1000){ await h.archive.journal.admit(batch); batch=[]; n+=1000 } }
await h.archive.journal.admit(batch)
const a = h.archive.catalog.counts().entries
console.log('archived', n, (performance.now()-t)/1000, a, h.search.indexPosition())
await h.search.reach(a-1)
console.log('reached', (performance.now()-t)/1000)
console.log(await h.archive.seal()); console.log('sealed', (performance.now()-t)/1000)
await h.close()
