import { createLedger, openLedger } from './index.ts'
import { entriesFrom, sourceOf, testSigner } from './testing.test-support.ts'

// The process that kills.test.ts kills: it opens the ledger and integrates groups of changing length for ever, and says
// on stdout what it has been told is durable.

const [dir = ''] = process.argv.slice(2)
const signer = testSigner()
const ledger = await openLedger(dir, signer, sourceOf(1e9)).catch(() => {
  createLedger(dir, signer)
  return openLedger(dir, signer, sourceOf(1e9))
})
for (let group = 1; ; group = (group * 7 + 3) % 613) {
  ledger.integrate(ledger.size, entriesFrom(ledger.size, ledger.size + group + 1))
  process.stdout.write(`${ledger.size}\n`)
}
