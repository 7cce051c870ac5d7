import { PACKAGE_FILES, verifyPackage } from '../src/index.ts'
import { buildPackage, packedRowsOf, testHouse } from '../test/support/package.ts'
import { sampleFields } from '../test/support/sample.ts'
import { testSigner } from '../test/support/signer.ts'
import { openRowsInThreads } from '../threads/index.ts'

// `node proof/bench/verify.ts [records [version [threads]]]`: one JSON line, `{"bench":"verify","records":…,"per_second":…}`. Files in memory, no
// spreadsheet; version 1 or 2; `threads` as the command line does. Processor time of the caller's own thread is told beside that of all.

const records = Number(process.argv[2] ?? 20_000)
const body = (i: number): string => `${sampleFields().body.slice(0, 18)}${i % 10}`
const signer = testSigner('house')
const house = testHouse({ records, body })
const byIndex = process.argv[3] === '1' ? undefined : packedRowsOf(house)
const files = await buildPackage(signer, house, byIndex)
const before = process.cpuUsage()
const own = process.threadCpuUsage()
const start = performance.now()
const how = process.argv[4] === 'threads' ? { openRows: openRowsInThreads() } : {}
const verdict = await verifyPackage(files, { trust: [signer.verifierKey], ...how })
const seconds = (performance.now() - start) / 1000
const used = process.cpuUsage(before)
const usedHere = process.threadCpuUsage(own)
console.log(
  JSON.stringify({
    bench: 'verify',
    records,
    verdict: verdict.verdict,
    per_second: Math.round(records / seconds),
    cpu_microseconds: Math.round((used.user + used.system) / records),
    own_thread_microseconds: Math.round((usedHere.user + usedHere.system) / records),
    disclosure_bytes: Math.round((files.get(PACKAGE_FILES.disclosures)?.length ?? 0) / records),
    proof_bytes: Math.round((files.get(PACKAGE_FILES.inclusion)?.length ?? 0) / records),
  }),
)
