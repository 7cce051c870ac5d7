import { setImmediate as breath } from 'node:timers/promises'
import { equalBytes, fromHex, type TreeHash } from '@cunzhen/proof'
import type { Retained } from '#archive'
import { type Clock, Fault } from '#base'
import type { LedgerReader } from '#ledger'
import {
  decodeFileLine,
  diskError,
  encodeFileLine,
  hashOfPlan,
  type Plan,
  type RehashFolder,
  subjectIn,
  subjectLine,
} from './files.ts'
import { type RehashFigures, RehashFold } from './fold.ts'
import { Subjects } from './subject.ts'
import { contradicts, Written } from './written.ts'

// The long part of a renewal of the hash: every record and statement is opened once, and what it comes to is written down as
// it goes. A crash costs what came since the last `progress.json`; what is written is not opened again.

const STRETCH = 2048
/** Entries between two syncs. */
const SAVED_EVERY = 2 * STRETCH

export interface RehashProgress {
  readonly done: number
  readonly total: number
  readonly perSecond: number
  readonly secondsLeft: number | null
}

export interface ComputeParts {
  readonly clock: Clock
  readonly ledger: Pick<LedgerReader, 'head' | 'readEntries'>
  readonly retained: Retained
  /** The last renewal by the same hash, which must not be contradicted; null: there is none. */
  readonly before: RehashFolder | null
  readonly onProgress?: ((progress: RehashProgress) => void) | undefined
}

/**
 * @throws Fault `entry_not_whole` for what is neither what the ledger holds nor destroyed, `ledger_differs`; Refusal `disk_full`;
 *   what ledger and archive throw
 */
export async function computeRehash(parts: ComputeParts, folder: RehashFolder, plan: Plan): Promise<RehashFigures> {
  const hash = hashOfPlan(plan)
  const fold = new RehashFold(hash)
  await replay(parts, folder, plan, fold)
  await goOn(parts, folder, plan, { hash, fold })
  const figures = fold.figures()
  // nothing is rebuilt over another ledger than the signed one
  if (!equalBytes(figures.oldRoot, fromHex(plan.root))) throw ledgerDiffers()
  return figures
}

/** What an earlier run wrote down, without opening anything. */
async function replay(parts: ComputeParts, folder: RehashFolder, plan: Plan, fold: RehashFold): Promise<void> {
  const hash = hashOfPlan(plan)
  const [subjects, files, done] = [folder.subjects(hash), folder.files(hash), folder.progress()]
  subjects.keep(done.entries)
  files.keep(done.files)
  for (let from = 0; from < done.entries; from += STRETCH) {
    const to = Math.min(from + STRETCH, done.entries)
    const lines = subjects.read(from, to)
    for (const [i, entry] of entriesOf(parts, from, to).entries()) fold.add(entry, subjectIn(lines[i] ?? NOT_KEPT))
    await breath()
  }
  for (let from = 0; from < done.files; from += STRETCH)
    for (const line of files.read(from, Math.min(from + STRETCH, done.files))) fold.addFile(decodeFileLine(line))
}

const NOT_KEPT = new Uint8Array(1)

async function goOn(
  parts: ComputeParts,
  folder: RehashFolder,
  plan: Plan,
  { hash, fold }: { hash: TreeHash; fold: RehashFold },
): Promise<void> {
  const writing = new Writing(folder, hash)
  const subjects = new Subjects(hash, parts.retained)
  const written = parts.before && new Written(parts.before, hash)
  const pace = paceOf(parts, folder.progress().entries, plan.size)
  for (let from = folder.progress().entries; from < plan.size; from += STRETCH) {
    const entries = entriesOf(parts, from, Math.min(from + STRETCH, plan.size))
    const earlier = written?.of(from, entries)
    let no = from
    for await (const subject of subjects.of(from, entries)) {
      if (subject.state === 'damaged') throw notWhole(no, subject.why)
      const then = await earlier?.next()
      // the older hash may have been found out since: what fits it, and not the newer one, was made to fit
      if (then && !then.done && contradicts(then.value, subject)) throw notWhole(no, 'differs_from_renewal')
      const digest = subject.state === 'kept' ? subject.digest : null
      fold.add(entries[no - from] as Uint8Array, digest) // as many subjects as entries
      writing.subject(digest)
      for (const { line, damaged } of subject.state === 'kept' ? subject.files : []) {
        if (damaged !== null) throw notWhole(no, damaged)
        fold.addFile(line)
        writing.file(encodeFileLine(hash, line))
      }
      no += 1
    }
    if (writing.waiting >= SAVED_EVERY) writing.save()
    pace(no)
    await breath() // ledger, journal and whoever watches have their turn
  }
  writing.save()
}

/** What was computed and is not on disk yet. */
class Writing {
  readonly #folder: RehashFolder
  readonly #hash: TreeHash
  #subjects: Uint8Array[] = []
  #files: Uint8Array[] = []

  constructor(folder: RehashFolder, hash: TreeHash) {
    this.#folder = folder
    this.#hash = hash
  }

  get waiting(): number {
    return this.#subjects.length
  }

  subject(digest: Uint8Array | null): void {
    this.#subjects.push(subjectLine(this.#hash, digest))
  }

  file(line: Uint8Array): void {
    this.#files.push(line)
  }

  /** Lines first, then how many count: a crash between them leaves lines that the next run cuts off. */
  save(): void {
    const { entries, files } = this.#folder.progress()
    try {
      this.#folder.subjects(this.#hash).append(this.#subjects)
      this.#folder.files(this.#hash).append(this.#files)
      this.#folder.writeProgress({ entries: entries + this.#subjects.length, files: files + this.#files.length })
    } catch (error) {
      throw diskError(error)
    }
    this.#subjects = []
    this.#files = []
  }
}

function entriesOf({ ledger }: ComputeParts, from: number, to: number): Uint8Array[] {
  const { size } = ledger.head()
  if (to > size) throw ledgerDiffers()
  return [...ledger.readEntries(from, to, size)]
}

function paceOf({ clock, onProgress }: ComputeParts, from: number, total: number): (done: number) => void {
  const begun = clock.now()
  return (done) => {
    const seconds = (clock.now() - begun) / 1000
    const perSecond = seconds > 0 ? Math.round((done - from) / seconds) : 0
    const secondsLeft = perSecond > 0 ? Math.ceil((total - done) / perSecond) : null
    onProgress?.({ done, total, perSecond, secondsLeft })
  }
}

function notWhole(entry: number, why: string): Fault {
  const hint = 'nothing was rebuilt over it: run `cunzhen fsck`, restore what it names from a backup, then go on'
  return new Fault('entry_not_whole', hint, { entry, why })
}

function ledgerDiffers(): Fault {
  const hint =
    'the entries are not those of the signed checkpoint that the renewal began with: run `cunzhen fsck`; after a restore of the house ' +
    'from an older backup move the newest folder of anchors/rehash/ away and begin again'
  return new Fault('ledger_differs', hint)
}
