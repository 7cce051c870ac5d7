import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { canonicalJson, openCosignatures, parseCheckpoint, parseNote, toHex, utf8 } from '@cunzhen/proof'
import { DAY } from '#base'
import type { Head } from '#ledger'
import { type DurableFiles, durable } from '#platform'
import { askWitness, keepNote, readNoteFile } from './cosign.ts'
import type { Anchored, AnchoredNow, AnchorsParts } from './parts.ts'
import { type AnchorPlaces, anchorPlaces, sealPath } from './places.ts'
import { post as overHttp, type Post } from './post.ts'
import { renewalDue, renewalSubject } from './renew.ts'
import { type Authority, readSettings, type Settings, type WitnessSetting } from './settings.ts'
import { enterStamp, type StampParts, type StampSubject, takeStamp } from './stamp.ts'
import { type AnchorState, noteEnd, readNote, readState, type StampNote, type Trouble, writeState } from './state.ts'
import { type AnchorsStatus, statusOf } from './status.ts'
import { codeOf, failedAgain } from './trouble.ts'

const SEALS_AT_ONCE = 100

/** What a house has of outside parties, and the work of one turn: the state, the files, the asking. */
export class Anchoring {
  readonly #parts: AnchorsParts
  readonly #places: AnchorPlaces
  readonly #files: DurableFiles
  readonly #post: Post
  #state: AnchorState
  #settings: Settings | null = null
  #settingsTrouble: Trouble | null = null
  readonly #halt = new AbortController()

  constructor(parts: AnchorsParts) {
    this.#parts = parts
    this.#places = anchorPlaces(parts.house)
    this.#files = parts.files ?? durable
    const post = parts.post ?? overHttp
    this.#post = (url, type, body) => post(url, type, body, this.#halt.signal)
    this.#state = readState(this.#places)
    this.#readSettings()
  }

  /** Who is being asked is not waited for; that is no trouble of theirs. */
  halt(): void {
    this.#halt.abort()
  }

  async turn(): Promise<void> {
    const settings = this.#readSettings()
    if (settings === null) return
    try {
      await this.#enterWaiting(settings)
      if (settings.authorities.length + settings.witnesses.length === 0) return
      if (settings.witnesses.length > 0) this.#tellSeals()
      const head = this.#parts.ledger.head()
      if (head.size === 0) return
      for (const witness of settings.witnesses)
        if (this.#isDue('witnesses', witness.name, settings, head)) await this.#cosign(witness, head)
      for (const authority of settings.authorities)
        if (this.#isDue('authorities', authority.id, settings, head)) await this.#stamp(authority, head)
      await this.#renew(settings, head)
    } catch (error) {
      if (!this.#halt.signal.aborted) this.#parts.onTrouble(codeOf(error))
    }
  }

  async anchor(head: Head): Promise<void> {
    const settings = this.#readSettings()
    if (settings !== null && head.size > 0) {
      // an auditor signs what it computed itself, the seal that was made a moment ago for what leaves too
      if (settings.witnesses.length > 0) this.#tellSeals()
      for (const witness of settings.witnesses) {
        // one that has signed a larger tree since would only be told of a fork that is none
        const { last = null } = this.#state.witnesses[witness.name] ?? {}
        const isPast = last !== null && last.size > head.size
        if (!isPast && !this.#rests('witnesses', witness.name)) await this.#cosign(witness, head)
      }
      for (const authority of settings.authorities)
        if (!this.#rests('authorities', authority.id)) await this.#stamp(authority, head)
    }
  }

  /** What is kept of a checkpoint, with whom the settings name for it. */
  now(head: Head): AnchoredNow {
    const { checkpoint, stamps } = this.of(head.size)
    const note = checkpoint ?? head.checkpoint
    const authorities = this.#settings?.authorities.filter(({ id }) =>
      stamps.some((stamp) => stamp.note.authority === id),
    )
    const known = new Set(authorities?.map(({ id }) => id))
    return {
      size: head.size,
      checkpoint: note,
      stamps: stamps
        .filter((stamp) => known.has(stamp.note.authority))
        .map((stamp) => ({ authority: stamp.note.authority, response: stamp.response })),
      authorities: (authorities ?? []).map(({ id, name, roots, hints }) => ({
        id,
        name,
        roots: [...roots],
        hints: [...hints],
      })),
      witnesses: (this.#settings?.witnesses ?? [])
        .map(({ key }) => key)
        .filter((key) => openCosignatures(note, [key]).length > 0),
    }
  }

  of(size: number): Anchored {
    const dir = this.#places.ofSize(size)
    const checkpoint = readNoteFile(dir)
    if (checkpoint === null) return { checkpoint: null, stamps: [] }
    const stamps = readdirSync(dir)
      .filter((name) => name.endsWith('.tsr'))
      .sort()
      .flatMap((name) => {
        const note = readNote(join(dir, name.replace(/tsr$/, 'json')))
        return note === null ? [] : [{ note, response: new Uint8Array(readFileSync(join(dir, name))) }]
      })
    return { checkpoint, stamps }
  }

  status(): AnchorsStatus {
    return statusOf(this.#places, this.#state, this.#settings, this.#settingsTrouble)
  }

  #readSettings(): Settings | null {
    try {
      this.#settings = readSettings(this.#places.dir)
      this.#settingsTrouble = null
      return this.#settings
    } catch (error) {
      const code = codeOf(error)
      if (this.#settingsTrouble === null) this.#parts.onTrouble(code)
      this.#settingsTrouble = failedAgain(this.#settingsTrouble, code, this.#parts.clock.now())
      this.#settings = null
      return null
    }
  }

  /** After a failure nobody is asked for a while. */
  #rests(kind: 'authorities' | 'witnesses', id: string): boolean {
    const { trouble = null } = this.#state[kind][id] ?? {}
    return trouble !== null && this.#parts.clock.now() < trouble.nextAt
  }

  /** While the ledger grows by more than our own statements: every so often. In any case once a day. */
  #isDue(kind: 'authorities' | 'witnesses', id: string, { every }: Settings, head: Head): boolean {
    const now = this.#parts.clock.now()
    if (this.#rests(kind, id)) return false
    const { last = null } = this.#state[kind][id] ?? {}
    if (last === null) return true
    const size = 'size' in last ? last.size : last.number
    if (size >= head.size) return false
    const hasGrown = head.size > this.#state.round.quiet || size < this.#state.round.size
    return now - last.at >= (hasGrown ? every : DAY)
  }

  async #cosign(witness: WitnessSetting, head: Head): Promise<void> {
    const before = this.#state.witnesses[witness.name] ?? { last: null, trouble: null }
    const { clock, ledger } = this.#parts
    try {
      this.#begin(head)
      const dir = this.#places.ofSize(head.size)
      const parts = { clock, ledger, post: this.#post, files: this.#files }
      const { time } = await askWitness(parts, witness, head, before.last?.size ?? 0, dir)
      const last = { size: head.size, time: time * 1000, at: clock.now() }
      this.#state.witnesses[witness.name] = { last, trouble: null }
    } catch (error) {
      this.#state.witnesses[witness.name] = { last: before.last, trouble: this.#failed(before.trouble, error) }
    }
    writeState(this.#places, this.#state, this.#files)
  }

  async #stamp(authority: Authority, head: Head): Promise<void> {
    const before = this.#state.authorities[authority.id] ?? { last: null, trouble: null }
    try {
      this.#begin(head)
      const subject = this.#subjectOf(head)
      const note = await takeStamp(this.#stampParts(), authority, subject)
      noteEnd(this.#state, note.notAfter)
      const { number, time, at, notAfter } = note
      this.#state.authorities[authority.id] = { last: { number, time, at, notAfter }, trouble: null }
      writeState(this.#places, this.#state, this.#files)
      await this.#enter(note, subject.dir)
    } catch (error) {
      const { last } = this.#state.authorities[authority.id] ?? before
      this.#state.authorities[authority.id] = { last, trouble: this.#failed(before.trouble, error) }
    }
    writeState(this.#places, this.#state, this.#files)
  }

  async #renew(settings: Settings, head: Head): Promise<void> {
    const { renewal } = this.#state
    const now = this.#parts.clock.now()
    if (!renewalDue(renewal, now) || (renewal.trouble !== null && now < renewal.trouble.nextAt)) return
    const { origin } = parseCheckpoint(parseNote(head.checkpoint).text)
    const subject = renewalSubject(this.#places, this.#files, renewal, head, origin)
    const notes: StampNote[] = []
    let trouble = renewal.trouble
    for (const authority of settings.authorities) {
      try {
        const note = await takeStamp(this.#stampParts(), authority, subject)
        await this.#enter(note, subject.dir)
        notes.push(note)
      } catch (error) {
        trouble = this.#failed(renewal.trouble, error)
      }
    }
    const done = { next: subject.number + 1, lastAt: now, trouble: null }
    // one authority that renewed is enough: the others come with the next one
    if (notes.length > 0)
      this.#state.renewal = { ...done, earliest: Math.min(...notes.map(({ notAfter }) => notAfter)) }
    else this.#state.renewal = { ...renewal, trouble }
    writeState(this.#places, this.#state, this.#files)
  }

  /** Stamps that a crash kept from the ledger: those of the newest round. */
  async #enterWaiting({ authorities }: Settings): Promise<void> {
    for (const { id } of authorities) {
      const last = this.#state.authorities[id]?.last
      if (!last) continue
      const dir = this.#places.ofSize(last.number)
      const note = readNote(join(dir, `${id}.json`))
      if (note !== null && note.index === null) await this.#enter(note, dir)
    }
  }

  async #enter(note: StampNote, dir: string): Promise<void> {
    const { index } = await enterStamp(this.#stampParts(), note, dir)
    // our own statement is no growth, or every stamp would call for the next
    if (index === this.#state.round.quiet) this.#state.round.quiet = index + 1
  }

  /** What each seal says, for whoever computes it again; its digest is in the ledger. */
  #tellSeals(): void {
    for (;;) {
      const seals = this.#parts.seals(this.#state.sealsTo, SEALS_AT_ONCE)
      for (const { index, statement } of seals) {
        const path = sealPath(this.#places.seals, index)
        if (!existsSync(path)) {
          this.#files.ensureDir(dirname(path))
          this.#files.writeFileDurably(path, utf8(canonicalJson(statement)))
        }
        this.#state.sealsTo = index + 1
      }
      if (seals.length < SEALS_AT_ONCE) return
    }
  }

  #begin(head: Head): void {
    keepNote(
      this.#files,
      this.#places.ofSize(head.size),
      readNoteFile(this.#places.ofSize(head.size)) ?? head.checkpoint,
    )
    if (head.size > this.#state.round.quiet) this.#state.round = { size: head.size, quiet: head.size }
  }

  #subjectOf(head: Head): StampSubject {
    const { text } = parseNote(head.checkpoint)
    const { size } = head
    const dir = this.#places.ofSize(size)
    return { of: 'checkpoint', number: size, message: utf8(text), size, root: toHex(head.root), list: null, dir }
  }

  #stampParts(): StampParts {
    const { clock, appendStatement } = this.#parts
    return { clock, appendStatement, post: this.#post, files: this.#files }
  }

  #failed(before: Trouble | null, error: unknown): Trouble {
    if (this.#halt.signal.aborted) throw error
    const code = codeOf(error)
    if (before?.code !== code) this.#parts.onTrouble(code)
    return failedAgain(before, code, this.#parts.clock.now())
  }
}
