import { run as kills } from './kills.ts'
import { run as recall } from './recall.ts'
import { run as scopes } from './scopes.ts'

// `npm run soak -- NAME [N]`: the long proofs. `npm test` runs about a thirtieth of each.

interface Soak {
  readonly times: number
  readonly says: string
  run(times: number): Promise<{ readonly problems: readonly unknown[] } | null>
}

const say = (line: string) => process.stderr.write(`${line}\n`)
const soaks: Readonly<Record<string, Soak>> = {
  kills: {
    times: 300,
    says: 'SIGKILLs at random moments of intake, seal and checkpoint',
    run: (times) => kills(times, say),
  },
  recall: {
    times: 1000,
    says: 'random substrings against a raw scan, exact and normal',
    run: (times) => recall(times, { say }),
  },
  scopes: {
    times: 1000,
    says: 'random queries under random scopes against a scan of the scope',
    run: (times) => scopes(times, say),
  },
}

const [name = '', count] = process.argv.slice(2)
const soak = soaks[name]
if (!soak) {
  say('usage: npm run soak -- NAME [N]')
  for (const [each, { times, says }] of Object.entries(soaks)) say(`  ${each.padEnd(8)} ${times} ${says}`)
  process.exit(2)
}
const report = await soak.run(count ? Number(count) : soak.times)
if (report === null) {
  say(`${name} needs the shared data beside the repository, and it is not there`)
  process.exit(2)
}
process.stdout.write(`${JSON.stringify({ soak: name, ...report })}\n`)
process.exit(report.problems.length === 0 ? 0 : 1)
