import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ProofError, parseVerifierKey } from '@cunzhen/proof'
import { type Auditor, createAuditor, createWitness, makeWitnessKey, openWitnessKey, serveWitness } from '#anchors'
import { Refusal, systemClock } from '#base'
import { type Config, data, durable, explain, say } from '#platform'

// A witness of somebody else's ledgers (C2SP tlog-witness). It needs no house: a folder of its own, on a machine of its own,
// run by people who are not the house's.

const HINT =
  'usage: cunzhen witness init --dir DIR --name NAME [--audit], or cunzhen witness --dir DIR --log KEY... [--audit COPY] [--port N]'

export async function witness(config: Config, [verb, ...rest]: readonly string[]): Promise<number> {
  if (verb === 'init') return init(rest)
  return serve(config, verb === undefined ? [] : [verb, ...rest])
}

/** The name is public and for ever: a scheme-less URL of whoever runs it, as `witness.example/w1`. */
function init(args: readonly string[]): number {
  const options = { dir: { type: 'string' }, name: { type: 'string' }, audit: { type: 'boolean' } } as const
  const { dir, name, audit } = parseArgs({ args: [...args], options }).values
  if (dir === undefined || name === undefined) return usage()
  durable.ensureDir(dir)
  const { key } = named(() => makeWitnessKey(join(dir, 'key'), name, durable, audit ? 'auditor' : 'witness'))
  data({ key })
  say('give this key to the house, for anchors/settings.json; keep the folder: without it the witness cannot go on')
  return 0
}

/** Runs until it is told to stop (SIGINT, SIGTERM). The first line of data says where it listens. */
async function serve(config: Config, args: readonly string[]): Promise<number> {
  const options = {
    dir: { type: 'string' },
    log: { type: 'string', multiple: true },
    port: { type: 'string', default: '8651' },
    audit: { type: 'string' },
  } as const
  const { dir, log = [], port, audit } = parseArgs({ args: [...args], options }).values
  // an auditor reads the entries of one ledger
  if (audit !== undefined && log.length !== 1) return usage()
  if (dir === undefined || log.length === 0 || !/^\d{1,5}$/.test(port) || Number(port) > 65535) return usage()
  named(() => log.forEach(parseVerifierKey))
  const key = openWitnessKey(join(dir, 'key'), audit === undefined ? 'witness' : 'auditor')
  const auditor = audit === undefined ? undefined : auditorOf(audit, log[0] ?? '')
  const own = createWitness({
    dir: join(dir, 'state'),
    key,
    logs: log,
    clock: systemClock,
    files: durable,
    audit: auditor,
  })
  const served = await serveWitness(own, { host: config.host, port: Number(port) }, explain)
  // before it says where it listens: whoever waits for that may stop it at once
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  data({ key: key.key, port: served.port, logs: log.length })
  await told
  await served.close()
  return 0
}

/** `copy`: a folder with copies of the house's `ledger/` and `anchors/seals/`, kept up to date by other means. */
const auditorOf = (copy: string, verifierKey: string): Auditor =>
  createAuditor({ ledger: join(copy, 'ledger'), seals: join(copy, 'anchors', 'seals'), verifierKey })

function usage(): number {
  say(HINT)
  return 2
}

function named<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (error instanceof ProofError) throw new Refusal('invalid', error.code)
    throw error
  }
}
