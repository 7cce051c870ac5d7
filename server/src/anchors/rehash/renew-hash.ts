import { randomBytes } from 'node:crypto'
import {
  formatHashRenewal,
  fromHex,
  fromUtf8,
  type HashRenewal,
  hashRenewalStatement,
  isRenewalHash,
  parseCheckpoint,
  parseHashRenewal,
  parseNote,
  RENEWAL_HASHES,
  toHex,
  treeHash,
  utf8,
} from '@cunzhen/proof'
import { decide, type PersonActor, type RulesInForce, requireAllowed } from '#access'
import type { Recorder } from '#audit'
import { Refusal } from '#base'
import { type DurableFiles, diskRoom, durable } from '#platform'
import { type AnchorPlaces, anchorPlaces } from '../places.ts'
import { post as overHttp, type Post } from '../post.ts'
import { type Authority, readSettings } from '../settings.ts'
import { enterStamp, type StampParts, type StampSubject, takeStamp } from '../stamp.ts'
import { type StampNote, stampNotes } from '../state.ts'
import { type AnchorTrouble, codeOf } from '../trouble.ts'
import { type ComputeParts, computeRehash } from './compute.ts'
import { coveredStamps } from './covered.ts'
import { diskError, hashOfPlan, type Plan, RehashFolder, rehashFolders } from './files.ts'
import type { RehashFigures } from './fold.ts'

// RFC 4998 section 5.3: before SHA-256 ages, the trees are rebuilt with another hash over what is kept, and old and new roots are
// bound in one text, which the ledger holds by its digest and the authorities stamp. Each step is written down before the
// next: whatever ends the process, the same command goes on.

export interface RenewHashParts extends Omit<ComputeParts, 'before'> {
  readonly house: string
  readonly recorder: Recorder
  readonly rules: () => RulesInForce
  readonly appendStatement: StampParts['appendStatement']
  readonly post?: Post
  readonly files?: DurableFiles
}

export interface HashRenewed {
  readonly number: number
  readonly hash: string
  readonly size: number
  /** Hex, of the rebuilt tree. */
  readonly root: string
  readonly retained: number
  readonly without: number
  /** The entry of the ledger that says so. */
  readonly index: number
  /** An earlier run had begun it. */
  readonly resumed: boolean
  readonly stamps: readonly StampNote[]
  /** Who did not stamp, and why. Where nobody did, the same command asks again. */
  readonly troubles: readonly { readonly authority: string; readonly code: AnchorTrouble }[]
}

/**
 * @throws Refusal `hash_unknown`, `no_authority`, `settings_unreadable`, `ledger_empty`, `disk_full`, and why the actor may not;
 *   what computeRehash throws
 */
export async function renewHash(parts: RenewHashParts, actor: PersonActor, hash: string): Promise<HashRenewed> {
  const places = anchorPlaces(parts.house)
  const files = parts.files ?? durable
  if (!isRenewalHash(hash)) throw new Refusal('invalid', 'hash_unknown', { hashes: RENEWAL_HASHES.join(' ') })
  const { authorities } = readSettings(places.dir)
  if (authorities.length === 0) throw new Refusal('conflict', 'no_authority')
  const { folder, plan, resumed } = await begun(parts, actor, newest(places, files), hash)
  const renewal = await textOf(parts, places, folder, plan)
  const index = await entered(parts, folder, plan, renewal)
  const asked = await stamped({ ...parts, post: parts.post ?? overHttp, files }, authorities, folder, plan, renewal)
  const { retained, without, root } = renewal
  return { number: plan.number, hash: plan.hash, size: plan.size, root, retained, without, index, resumed, ...asked }
}

interface Newest {
  readonly folder: RehashFolder
  readonly number: number
  /** Null: nothing is under way. */
  readonly plan: Plan | null
}

/** The renewal that is under way: begun, and not stamped by anybody yet. Else the place of the next one. */
function newest(places: AnchorPlaces, files: DurableFiles): Newest {
  const [number, folder] = [...rehashFolders(places, files)].at(-1) ?? [0, null]
  // one that a crash kept from the ledger is not the end of it
  const isOver = folder !== null && [...stampNotes(folder.dir)].some(({ index }) => index !== null)
  if (folder !== null && !isOver) return { folder, number, plan: folder.plan() }
  return { folder: new RehashFolder(places.ofRehash(number + 1), files), number: number + 1, plan: null }
}

/** The act is on record before anything is opened, at each run. */
async function begun(
  { recorder, rules, clock, ledger, house }: RenewHashParts,
  actor: PersonActor,
  { folder, number, plan: before }: Newest,
  hash: Plan['hash'],
): Promise<{ folder: RehashFolder; plan: Plan; resumed: boolean }> {
  const head = ledger.head()
  const { origin } = parseCheckpoint(parseNote(head.checkpoint).text)
  const fresh = { hash, origin, size: head.size, root: toHex(head.root), salt: randomBytes(16).toString('hex') }
  const plan: Plan = before ?? { v: 1, number, ...fresh, begunAt: clock.now() }
  const detail = { hash: plan.hash, number, size: plan.size, resumed: before !== null }
  await recorder.perform({ action: 'house.renew_hash', actor, detail }, async () => {
    requireAllowed(decide(actor, 'house.renew_hash', null, rules(), clock.now()))
    if (plan.size === 0) throw new Refusal('conflict', 'ledger_empty')
    const needed = (plan.size - folder.progress().entries) * (1 + treeHash(plan.hash).length)
    const { free } = await diskRoom(house)
    if (free < needed) throw new Refusal('unavailable', 'disk_full', { needed, free })
  })
  if (before === null) folder.writePlan(plan)
  return { folder, plan, resumed: before !== null }
}

/** Computed and written once; what is written is not computed again. */
async function textOf(
  parts: RenewHashParts,
  places: AnchorPlaces,
  folder: RehashFolder,
  plan: Plan,
): Promise<HashRenewal> {
  const written = folder.text()
  if (written !== null) return parseHashRenewal(fromUtf8(written))
  // looked at before as well: the long work would be for nothing
  coveredStamps(places, hashOfPlan(plan), plan.size)
  const figures = await computeRehash({ ...parts, before: lastBy(places, plan) }, folder, plan)
  const renewal = renewalOf(plan, figures, coveredStamps(places, hashOfPlan(plan), plan.size))
  try {
    folder.writeBytes('groups', figures.groups)
    folder.writeBytes('text', utf8(formatHashRenewal(renewal)))
  } catch (error) {
    throw diskError(error)
  }
  return renewal
}

/** The last one before it by the same hash. */
function lastBy(places: AnchorPlaces, { number, hash }: Plan): RehashFolder | null {
  const folders = [...rehashFolders(places, durable)].filter(([each]) => each < number)
  return folders.findLast(([, folder]) => folder.entry() !== null && folder.plan()?.hash === hash)?.[1] ?? null
}

function renewalOf(plan: Plan, figures: RehashFigures, stamps: HashRenewal['stamps']): HashRenewal {
  const { origin, size, hash } = plan
  const { root, retained, without, map, files } = figures
  return {
    checkpoint: { origin, size, root: fromHex(plan.root) },
    hash,
    root: toHex(root),
    retained,
    without,
    map: { ...map, root: toHex(map.root) },
    files: { ...files, root: toHex(files.root) },
    stamps,
  }
}

/** The one entry of the ledger that binds old and new roots. @returns its index */
async function entered(
  { appendStatement, clock }: RenewHashParts,
  folder: RehashFolder,
  plan: Plan,
  renewal: HashRenewal,
): Promise<number> {
  const before = folder.entry()
  if (before !== null) return before.index
  const { retained, without } = renewal
  const index = await appendStatement({
    type: 'stamp',
    key: `hash-renewal:${plan.salt}`,
    salt: fromHex(plan.salt),
    statement: hashRenewalStatement(plan.number, renewal),
  })
  folder.writeEntry({ index, at: clock.now(), retained, without })
  return index
}

async function stamped(
  parts: StampParts,
  authorities: readonly Authority[],
  folder: RehashFolder,
  plan: Plan,
  renewal: HashRenewal,
): Promise<Pick<HashRenewed, 'stamps' | 'troubles'>> {
  const subject: StampSubject = {
    of: 'hash',
    number: plan.number,
    message: utf8(formatHashRenewal(renewal)),
    size: plan.size,
    root: plan.root,
    list: hashRenewalStatement(plan.number, renewal).text,
    dir: folder.dir,
    hash: plan.hash,
  }
  const stamps: StampNote[] = []
  const troubles: { authority: string; code: AnchorTrouble }[] = []
  for (const authority of authorities) {
    try {
      stamps.push(await enterStamp(parts, await takeStamp(parts, authority, subject), subject.dir))
    } catch (error) {
      troubles.push({ authority: authority.id, code: codeOf(error) })
    }
  }
  return { stamps, troubles }
}
