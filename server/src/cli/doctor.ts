import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { inspectTls } from '#api'
import { DAY, Fault, type Instant, MINUTE, Refusal, systemClock } from '#base'
import { type Config, data, diskRoom, say } from '#platform'
import { openKeyring, type ProviderName, providerOf, unlockFor } from '#platform/keys'

// Looks at the machine and the house from outside and says what would bite later. It asks nothing and changes nothing.

export interface Finding {
  readonly check: 'node' | 'files' | 'disk' | 'clock' | 'key' | 'tls' | 'fonts'
  readonly state: 'well' | 'mind' | 'ill'
  readonly says: string
}

/** What of the machine is looked at; a test gives another. */
export interface Machine {
  readonly node: string
  readonly now: Instant
  /** The user this process runs as; undefined where there are none. */
  readonly user: number | undefined
  readonly fontFolders: readonly string[]
  room(house: string): Promise<{ free: number; total: number }>
}

const GIB = 2 ** 30
/** The first release of this line with the security fixes of October and November 2026. */
const SAFE_NODE = [24, 22, 3] as const
const LEAST_NODE = [24, 7, 0] as const

/** Exit 0: nothing ill; 1: something is. */
export async function doctor(config: Config, args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } })
  const findings = await examine(config, {
    node: process.versions.node,
    now: systemClock.now(),
    user: process.getuid?.(),
    fontFolders: ['/usr/share/fonts', '/usr/local/share/fonts'],
    room: diskRoom,
  })
  if (values.json) data(findings)
  else for (const { check, state, says } of findings) data(`${state.padEnd(5)} ${check.padEnd(6)} ${says}`)
  const ill = findings.filter(({ state }) => state === 'ill').length
  say(ill === 0 ? 'nothing is ill' : `${ill} things are ill: see above`)
  return ill === 0 ? 0 : 1
}

export async function examine(config: Config, machine: Machine): Promise<Finding[]> {
  return [
    nodeOf(machine),
    ...filesOf(config, machine),
    await diskOf(config, machine),
    clockOf(config, machine),
    await keyOf(config),
    tlsOf(config, machine),
    fontsOf(machine),
  ]
}

function nodeOf({ node }: Machine): Finding {
  const is = (least: readonly number[]) => compare(node.split('.').map(Number), least) >= 0
  if (!is(LEAST_NODE))
    return { check: 'node', state: 'ill', says: `Node ${node} is too old: ${LEAST_NODE.join('.')} or later` }
  if (is(SAFE_NODE)) return { check: 'node', state: 'well', says: `Node ${node}` }
  const says = `Node ${node} lacks security releases: in production run ${SAFE_NODE.join('.')} or later`
  return { check: 'node', state: 'mind', says }
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = other.findIndex((part, place) => part !== one[place])
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}

function filesOf({ house, passphraseFile, pkcs11, tls }: Config, { user }: Machine): Finding[] {
  if (!existsSync(house))
    return [{ check: 'files', state: 'mind', says: 'there is no house yet: the first start makes it' }]
  if (!statSync(house).isDirectory()) return [{ check: 'files', state: 'ill', says: 'what --house names is no folder' }]
  const keys = join(house, 'keys')
  const within = existsSync(keys) ? readdirSync(keys).map((name) => join(keys, name)) : []
  const secrets = [passphraseFile, pkcs11?.pinFile ?? null, tls?.key ?? null].filter((path) => path !== null)
  const judged = [house, keys, ...within, ...secrets].filter((path) => existsSync(path))
  const open = judged.filter((path) => (statSync(path).mode & 0o077) !== 0 && path !== house)
  const strange = user === undefined ? [] : judged.filter((path) => statSync(path).uid !== user)
  const findings: Finding[] = []
  if (open.length > 0) {
    const says = `${open.length} files of keys, PIN, passphrase or certificate are open to other users: chmod 600`
    findings.push({ check: 'files', state: 'ill', says })
  }
  if (strange.length > 0) {
    const says = `${strange.length} files belong to another user than the one who runs this`
    findings.push({ check: 'files', state: 'mind', says })
  }
  return findings.length > 0 ? findings : [{ check: 'files', state: 'well', says: 'owner and modes are right' }]
}

async function diskOf({ house }: Config, { room }: Machine): Promise<Finding> {
  const { free, total } = await room(existsSync(house) ? house : '.')
  const says = `${(free / GIB).toFixed(1)} GiB free of ${(total / GIB).toFixed(1)}`
  if (free < GIB) return { check: 'disk', state: 'ill', says: `${says}: intake stops when it is full` }
  return { check: 'disk', state: free < 5 * GIB || free < total / 10 ? 'mind' : 'well', says }
}

/** A house's times only go forward: what it wrote last must not lie ahead of this clock. */
function clockOf({ house }: Config, { now }: Machine): Finding {
  const written = ['journal.db', 'journal.db-wal', 'house.db', 'house.db-wal', 'ledger/checkpoint', 'audit/checkpoint']
  const newest = Math.max(
    0,
    ...written.map((name) => statSync(join(house, name), { throwIfNoEntry: false })?.mtimeMs ?? 0),
  )
  if (newest <= now + MINUTE) return { check: 'clock', state: 'well', says: new Date(now).toISOString() }
  const minutes = Math.round((newest - now) / MINUTE)
  return { check: 'clock', state: 'ill', says: `the house was written ${minutes} minutes ahead of this clock: set it` }
}

async function keyOf(config: Config): Promise<Finding> {
  const dir = join(config.house, 'keys')
  let name: ProviderName | null = null
  try {
    name = providerOf(dir)
    if (name === null) return { check: 'key', state: 'mind', says: 'there are no keys yet: the first start makes them' }
    const isAsking = name === 'passphrase' && config.passphraseFile === null && config.passphraseFd === null
    if (isAsking) return { check: 'key', state: 'mind', says: 'kept by a passphrase, which was not given: not tried' }
    openKeyring(dir, await unlockFor(dir, config))
    const isLeft = name !== 'file' && existsSync(join(dir, 'master.key'))
    if (isLeft)
      return { check: 'key', state: 'ill', says: `kept by ${name}, and keys/master.key lies beside: remove it` }
    return { check: 'key', state: 'well', says: `kept by ${name}; it opens the keyring` }
  } catch (error) {
    if (!(error instanceof Fault) && !(error instanceof Refusal)) throw error
    const hint = error instanceof Fault ? `: ${error.hint}` : ''
    return { check: 'key', state: 'ill', says: `${name ?? 'keyring'}: ${error.code}${hint}` }
  }
}

function tlsOf({ tls, host, origin }: Config, { now }: Machine): Finding {
  if (tls === null) {
    const isHere = /^(?:127\.|localhost$|::1$)/.test(host)
    if (!isHere)
      return { check: 'tls', state: 'ill', says: 'it listens beyond this machine without TLS: --tls-cert, --tls-key' }
    const says = origin.startsWith('https:') ? 'ends at a proxy on this machine' : 'none: for this machine only'
    return { check: 'tls', state: origin.startsWith('https:') ? 'well' : 'mind', says }
  }
  try {
    const days = Math.floor((inspectTls(tls) - now) / DAY)
    if (days < 0) return { check: 'tls', state: 'ill', says: 'the certificate has run out' }
    const says = `TLS 1.3 ends here; the certificate runs out in ${days} days`
    return { check: 'tls', state: days < 30 ? 'mind' : 'well', says }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return { check: 'tls', state: 'ill', says: `${error.code}: ${error.hint}` }
  }
}

function fontsOf({ fontFolders }: Machine): Finding {
  const names = fontFolders.flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [],
  )
  const cjk = /cjk|notos(?:ans|erif)sc|wqy|wenquanyi|sourcehan|droidsansfallback|uming|ukai/i
  if (!names.some((name) => cjk.test(name)))
    return { check: 'fonts', state: 'mind', says: 'no font with Chinese letters: pictures and papers would show boxes' }
  if (!names.some((name) => /emoji/i.test(name)))
    return { check: 'fonts', state: 'mind', says: 'no emoji font (fonts-noto-color-emoji): PDF shows emoji as numbers' }
  return { check: 'fonts', state: 'well', says: 'fonts with Chinese letters and with emoji are there' }
}
