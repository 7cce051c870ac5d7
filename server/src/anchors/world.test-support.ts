import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeEntry, NO_CONVERSATION, sha256, statementDigest, utf8 } from '@cunzhen/proof'
import { type Clock, DAY, type Instant } from '#base'
import { createLedger, type LedgerReader, openLedger, openLedgerReader } from '#ledger'
import { openSigner } from '#platform/keys'
import { type Anchors, createAnchors } from './anchors.ts'
import type { AnchorsParts } from './parts.ts'

// A house with a real ledger and as much of a journal as a stamp needs: what is appended is an entry like any other.

export interface Appended {
  readonly key: string
  readonly statement: object
  readonly index: number
}

export interface AnchorsWorld {
  readonly house: string
  readonly clock: Clock & { advance(ms: number): void }
  readonly signer: ReturnType<typeof openSigner>
  readonly reader: LedgerReader
  readonly appended: Appended[]
  readonly troubles: string[]
  anchors: Anchors
  /** Records come in, and are signed. */
  grow(entries: number): void
  /** Signs what waits. */
  sign(): void
  settings(written: object): void
  /** Anchors of the same house again, as after a restart. */
  restart(over?: Partial<AnchorsParts>): Anchors
  /** The next appended statement fails. */
  failNextAppend(): void
  remove(): void
}

export async function openWorld(rootPem: string): Promise<AnchorsWorld> {
  const house = mkdtempSync(join(tmpdir(), 'cunzhen-anchors-'))
  const dir = join(house, 'ledger')
  const signer = openSigner('cunzhen/hse_test/evidence', new Uint8Array(32).fill(9))
  createLedger(dir, signer)
  const entries: Uint8Array[] = []
  const ledger = await openLedger(dir, signer, { size: 0, entry: () => null })
  const reader = openLedgerReader(dir, signer.verifierKey)
  const appended: Appended[] = []
  const troubles: string[] = []
  let ahead = 0
  let fails = false
  const clock = {
    now: () => (Date.now() + ahead) as Instant, // a test moves its clock, beside a TSA that has the machine's
    advance(ms: number) {
      ahead += ms
    },
  }
  const entry = (type: 'record' | 'stamp', digest: Uint8Array) => {
    const blank = { convTag: NO_CONVERSATION, seq: 0, sourceTs: null }
    entries.push(encodeEntry({ ...blank, type, archiveTs: clock.now(), digest }))
    return entries.length - 1
  }
  const sign = () => ledger.integrate(ledger.size, entries.slice(ledger.size))
  mkdirSync(join(house, 'anchors'))
  writeFileSync(join(house, 'anchors', 'root.pem'), rootPem)
  const partsOf = (over: Partial<AnchorsParts> = {}): AnchorsParts => ({
    house,
    clock,
    ledger: reader,
    async appendStatement({ key, salt, statement }) {
      if (fails) {
        fails = false
        throw Object.assign(new Error('disk'), { syscall: 'write' })
      }
      const before = appended.find((each) => each.key === key)
      if (before) return before.index
      const index = entry('stamp', statementDigest(salt, statement))
      appended.push({ key, statement, index })
      return index
    },
    seals: () => [],
    onTrouble: (code) => troubles.push(code),
    ...over,
  })
  const world: AnchorsWorld = {
    house,
    clock,
    signer,
    reader,
    appended,
    troubles,
    anchors: createAnchors(partsOf(), null),
    grow(count) {
      for (let i = 0; i < count; i++) entry('record', sha256(utf8(`record ${entries.length}`)))
      sign()
    },
    sign,
    settings: (written) => writeFileSync(join(house, 'anchors', 'settings.json'), JSON.stringify(written)),
    restart(over) {
      world.anchors = createAnchors(partsOf(over), null)
      return world.anchors
    },
    failNextAppend() {
      fails = true
    },
    remove: () => rmSync(house, { recursive: true, force: true }),
  }
  return world
}

export { DAY }
