import { run as diskFull } from './disk-full.ts'
import { run as exports } from './exports.ts'
import { run as fuzz } from './fuzz.ts'
import { run as kills, runWithPowerCuts } from './kills.ts'
import { run as leaks } from './leaks.ts'
import { run as mutations } from './mutations.ts'
import { run as recall } from './recall.ts'
import { run as rotation } from './rotation.ts'
import { run as scopes } from './scopes.ts'

// `npm run soak -- NAME [N]`: the long proofs. `npm test` runs about a thirtieth of each.

interface Soak {
  readonly times: number
  readonly says: string
  run(times: number): Promise<{ readonly problems: readonly unknown[] } | null>
}

const say = (line: string) => process.stderr.write(`${line}\n`)
const soaks: Readonly<Record<string, Soak>> = {
  'disk-full': {
    times: 30,
    says: 'a small disk that is full for journal, segments and index in turn: refused cleanly, nothing lost, goes on',
    run: (times) => diskFull(times, say),
  },
  exports: {
    times: 200,
    says: 'SIGKILLs at random moments of exports: no half package is given, no plain text and no temporary file stays',
    run: (times) => exports(times, say),
  },
  fuzz: {
    times: 60,
    says: 'seconds for each parser of damaged samples: no crash, no hang, bounded memory, nothing dropped',
    run: (seconds) => fuzz(seconds, say),
  },
  kills: {
    times: 300,
    says: 'SIGKILLs at random moments: archive and seal, whole server, rebuild, rotation',
    run: (times) => kills(times, say),
  },
  leaks: {
    times: 10_000,
    says: 'rows whose every secret is known, in every format: packages opened, read, searched and guessed at',
    run: (rows) => leaks(rows, say),
  },
  mutations: {
    times: 5000,
    says: 'changes to a package, in the zip and in its files: each refused, wrong, or in a field that says nothing',
    run: (times) => mutations(times, say),
  },
  power: {
    times: 100,
    says: 'the same kills, each losing whatever was never synced',
    run: (times) => runWithPowerCuts(times, say),
  },
  recall: {
    times: 5000,
    says: 'random substrings of every corpus against a raw scan, exact and normal',
    run: (times) => recall(times, { say }),
  },
  rotation: {
    times: 150,
    says: 'SIGKILLs at random moments of key rotation, under intake and seals',
    run: (times) => rotation(times, say),
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
  for (const [each, { times, says }] of Object.entries(soaks)) say(`  ${each.padEnd(9)} ${times} ${says}`)
  process.exit(2)
}
const report = await soak.run(count ? Number(count) : soak.times)
if (report === null) {
  say(
    `${name} needs what this machine has not: the shared data beside the repository, a C compiler (power), or the right to mount a disk (disk-full)`,
  )
  process.exit(2)
}
process.stdout.write(`${JSON.stringify({ soak: name, ...report })}\n`)
process.exit(report.problems.length === 0 ? 0 : 1)
