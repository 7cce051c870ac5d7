import { PACKAGE_FILES, verifyPackage } from '../src/index.ts'
import { buildPackage, packedRowsOf, testHouse, testSigner } from '../test/support/package.ts'
import { sampleFields } from '../test/support/sample.ts'

// `node proof/bench/verify.ts [records]`: one JSON line, `{"bench":"verify","records":…,"per_second":…}`. Files in memory, no spreadsheet.

const records = Number(process.argv[2] ?? 20_000)
const body = (i: number): string => `${sampleFields().body.slice(0, 18)}${i % 10}`
const signer = testSigner('house')
const house = testHouse({ records, body })
const byIndex = process.argv[3] === '1' ? undefined : packedRowsOf(house)
const files = await buildPackage(signer, house, byIndex)
const before = process.cpuUsage()
const start = performance.now()
const verdict = await verifyPackage(files, { trust: [signer.verifierKey] })
const seconds = (performance.now() - start) / 1000
const used = process.cpuUsage(before)
console.log(
  JSON.stringify({
    bench: 'verify',
    records,
    verdict: verdict.verdict,
    per_second: Math.round(records / seconds),
    cpu_microseconds: Math.round((used.user + used.system) / records),
    disclosure_bytes: Math.round((files.get(PACKAGE_FILES.disclosures)?.length ?? 0) / records),
    proof_bytes: Math.round((files.get(PACKAGE_FILES.inclusion)?.length ?? 0) / records),
  }),
)
