import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openZipPackage, verifyPackage } from '@cunzhen/proof'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import type { House } from '#api'
import { fsckHouse } from '#archive'
import type { ExportView } from '#evidence'
import { readConfig } from '#platform'
import { createLog } from '#platform/house'
import { openKeyring } from '#platform/keys'
import { openHouse } from '#wire'
import { actorWith, letGo } from './actors.ts'
import { filesHolding } from './raw-search.ts'
import { grantFor, openWorld, participantOf, takeIn } from './world.ts'

// SIGKILL at random moments of exports, in a whole house. After each, before anything is mended: no word of a message lies
// bare in the house or in the folder for temporary files. After the next start: nothing runs, no temporary file is left, what is
// not whole has no file, cannot be released and is refused to its recipient; what is whole is refused too until it is released, and
// then has the digest on record and is genuine to a stranger's verifier.

export interface ExportKillsReport {
  kills: number
  /** Kills in the middle of an export, kills that left files for the next start to remove, kills during a start. */
  cut: number
  left: number
  starting: number
  /** Exports that came to their end, each released and verified; refusals of those that did not, and of these before. */
  whole: number
  refused: number
  /** Looks through every file of the house and of the temporary folder. */
  looks: number
  seconds: number
  problems: string[]
}

type Say = (line: string) => void

interface Victim {
  /** The house, and the folder that its processes take for the system's temporary one. */
  readonly dir: string
  readonly scratch: string
  readonly grant: string
  readonly identity: string
  readonly recipient: string
  /** Exports that were looked at after an earlier kill. */
  readonly seen: Set<string>
  /** How long an export takes here at most, ms. */
  usual: number
}

const KILLS_PER_HOUSE = 20
const START = Date.UTC(2026, 8, 1)
const ROWS = 700

/** What must lie bare nowhere: words of the messages, a number, accounts, and the names of conversations. */
export const PLANTED = ['这句话只有本案知道', '13800138000', 'quiet_account', 'quiet-room', '李秀英']

/** Kills `n` times, and on until an export was cut: chance may have killed each house between two of them. */
export async function killExports(n: number, say: Say = () => {}): Promise<ExportKillsReport> {
  const startedAt = performance.now()
  const report: ExportKillsReport = {
    kills: 0,
    cut: 0,
    left: 0,
    starting: 0,
    whole: 0,
    refused: 0,
    looks: 0,
    seconds: 0,
    problems: [],
  }
  const goesOn = () => report.kills < n || (report.cut === 0 && report.kills < n + KILLS_PER_HOUSE)
  const cache = mkdtempSync(join(tmpdir(), 'cunzhen-compiled-'))
  try {
    while (goesOn()) {
      const { victim, remove } = await makeVictim()
      try {
        for (let kill = 0; kill < KILLS_PER_HOUSE && goesOn(); kill++) {
          await killOnce(victim, report, cache)
          report.kills += 1
          await check(victim, report, `kill ${report.kills}`)
          const { whole, cut, problems } = report
          say(
            `exports ${report.kills}/${n}: ${cut} cut, ${whole} whole, ${problems.length} problems ${problems.at(-1) ?? ''}`,
          )
        }
        const { problems } = await fsckHouse(victim.dir, openKeyring(join(victim.dir, 'keys')))
        for (const { code, where } of problems) report.problems.push(`at the end: ${code} ${where}`)
      } finally {
        remove()
      }
    }
  } finally {
    rmSync(cache, { recursive: true, force: true })
  }
  report.seconds = Math.round((performance.now() - startedAt) / 1000)
  return report
}

/** A house with a running grant over its messages; nobody has it open. */
async function makeVictim(): Promise<{ victim: Victim; remove: () => void }> {
  const world = await openWorld()
  const lines = Array.from({ length: ROWS }, (_, n) => ({
    conv: `quiet-room-${n % 9}`,
    sender: n % 3 === 0 ? 'anna' : `quiet_account${n % 7}`,
    text: `第${n}条 这句话只有本案知道 请找李秀英 电话13800138000`,
    ts: START + n * 60_000,
  }))
  await takeIn(world, lines)
  const people = [participantOf(world, 'anna')]
  const grant = await grantFor(world, { people, from: START, to: START + 30 * 86_400_000 })
  await world.leave()
  const scratch = join(world.dir, 'scratch')
  mkdirSync(scratch)
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const dir = world.house.config.house
  const remove = () => rmSync(world.dir, { recursive: true, force: true })
  return { victim: { dir, scratch, grant, identity, recipient, seen: new Set(), usual: 0 }, remove }
}

async function killOnce(victim: Victim, report: ExportKillsReport, cache: string): Promise<void> {
  const child = start(victim, cache)
  const ended = once(child, 'close')
  const { begun, done } = listenTo(child, victim, report)
  // some die while they start, and with it clear away what the one before left; most while they export
  if (Math.random() < 0.15) {
    await wait(500 + Math.random() * 3000)
    report.starting += 1
  } else if (await begun) {
    // where the machine is slow, how long one takes is known after the first that may end
    if (victim.usual === 0 || Math.random() < 0.3) await done
    await wait(Math.random() * victim.usual * 1.2)
  }
  child.kill('SIGKILL')
  const [code] = await ended
  if (code !== null) report.problems.push(`the house ended by itself with ${code}`)
}

function start({ dir, scratch, grant, recipient }: Victim, cache: string): ChildProcess {
  const script = join(import.meta.dirname, 'export-kills.child.ts')
  const args = ['--disable-warning=ExperimentalWarning', script, dir, grant, recipient]
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache, TMPDIR: scratch },
  })
}

/** Notes what the child says. @returns true when its first export begins, and when that has ended; false when it has died before */
function listenTo(child: ChildProcess, victim: Victim, report: ExportKillsReport) {
  const begun = Promise.withResolvers<boolean>()
  const done = Promise.withResolvers<boolean>()
  child.on('close', () => {
    begun.resolve(false)
    done.resolve(false)
  })
  let began = performance.now()
  const heard = (line: string) => {
    const [word, state, problem] = line.split(' ')
    if (word === 'export') {
      began = performance.now()
      begun.resolve(true)
    }
    if (word !== 'ended') return
    done.resolve(true)
    victim.usual = Math.max(victim.usual, performance.now() - began)
    if (state === 'failed') report.problems.push(`an export failed with ${problem}`)
  }
  const logged = (line: string) => {
    if (PLANTED.some((planted) => line.includes(planted))) report.problems.push('content in what the house logged')
  }
  if (child.stdout) createInterface({ input: child.stdout }).on('line', heard)
  if (child.stderr) createInterface({ input: child.stderr }).on('line', logged)
  return { begun: begun.promise, done: done.promise }
}

async function check(victim: Victim, report: ExportKillsReport, when: string): Promise<void> {
  const problem = (what: string) => void report.problems.push(`${when}: ${what}`)
  look(victim, report, problem)
  const before = filesOf(victim)
  const config = readConfig({}, ['--house', victim.dir, '--port', '0', '--portal-port', '0'])
  const { house, close } = await openHouse(config, { log: createLog('error') })
  try {
    await checkExports(house, victim, report, problem)
  } finally {
    await close()
  }
  if (before.some((name) => !filesOf(victim).includes(name))) report.left += 1
  look(victim, report, problem)
}

function look({ dir, scratch }: Victim, report: ExportKillsReport, problem: (what: string) => void): void {
  report.looks += 1
  for (const folder of [dir, scratch]) {
    for (const file of filesHolding(folder, PLANTED)) problem(`bare content in ${file}`)
  }
}

function filesOf({ dir }: Victim): string[] {
  const folder = join(dir, 'exports')
  return existsSync(folder) ? readdirSync(folder) : []
}

async function checkExports(
  house: House,
  victim: Victim,
  report: ExportKillsReport,
  problem: (what: string) => void,
): Promise<void> {
  const requester = await actorWith(house, 'requester')
  const listed = await house.exports.list(requester)
  const fresh = listed.filter(({ id }) => !victim.seen.has(id))
  for (const { id } of fresh) victim.seen.add(id)
  if (listed.some(({ state }) => state === 'running')) problem('an export runs that nobody carries out')
  report.cut += fresh.filter((view) => view.problem === 'interrupted').length
  const whole = (view: ExportView) => view.state === 'awaiting_release' || view.state === 'ready'
  const expected = new Set(listed.filter(whole).flatMap(({ id }) => [`${id}.zip`, `${id}.verify.html`]))
  for (const name of filesOf(victim)) if (!expected.has(name)) problem(`${name} is left`)
  for (const view of fresh) if (view.state !== 'ready') await checkRefused(house, view, report, problem)
  await letGo(house)
  for (const { id } of fresh.filter(whole))
    await checkWhole(house, victim, await house.exports.view(requester, id), report, problem)
}

/** What can be handed out is whole: with the digest on record, and genuine. */
async function checkWhole(
  house: House,
  { identity }: Victim,
  view: ExportView,
  report: ExportKillsReport,
  problem: (what: string) => void,
): Promise<void> {
  report.whole += 1
  const requester = await actorWith(house, 'requester')
  const { path } = await house.exports.download(requester, view.id)
  const file = Uint8Array.from(readFileSync(path))
  if (createHash('sha256').update(file).digest('hex') !== view.sha256) problem('a package is not the one on record')
  let verdict = 'unreadable'
  if (view.ageRecipient === null) {
    const password = await house.exports.password(requester, view.id)
    verdict = await verdictOf(house, file, password)
  } else {
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    verdict = await verdictOf(house, Uint8Array.from(await decrypter.decrypt(file)), null)
  }
  if (verdict !== 'genuine') problem(`a package that can be handed out is ${verdict}`)
}

async function verdictOf(house: House, zip: Uint8Array<ArrayBuffer>, password: string | null): Promise<string> {
  const reader = await openZipPackage(new Blob([zip]), password)
  return (await verifyPackage(reader, { trust: [house.keys.evidence] })).verdict
}

async function checkRefused(
  house: House,
  { id, sha256, state }: ExportView,
  report: ExportKillsReport,
  problem: (what: string) => void,
): Promise<void> {
  const requester = await actorWith(house, 'requester')
  const legal = await actorWith(house, 'legal')
  const attempts = {
    download: () => house.exports.download(requester, id),
    password: () => house.exports.password(requester, id),
    // of a whole one it waits for the look; of one that is not, for ever
    release: () => house.exports.release(legal, id, sha256 ?? '0'.repeat(64)),
  }
  for (const [what, attempt] of Object.entries(attempts)) {
    const isGiven = await attempt().then(
      () => true,
      () => false,
    )
    if (isGiven) problem(`an export that is ${state} gives its ${what}`)
    report.refused += 1
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
