import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  canonicalJson,
  type Entry,
  EpochFold,
  type EpochStatement,
  encodeEntry,
  epochSalt,
  epochStatement,
  NO_CONVERSATION,
  parseCheckpoint,
  parseNote,
  sha256,
  statementDigest,
  utf8,
} from '@cunzhen/proof'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '#base'
import { createLedger, type Ledger, openLedger } from '#ledger'
import { durable } from '#platform'
import { openSigner } from '#platform/keys'
import { sealPath } from '../places.ts'
import { type Auditor, createAuditor } from './audit.ts'
import { makeWitnessKey } from './key.ts'
import { createWitness } from './witness.ts'

// A ledger as a house keeps it, and as it must not: the house itself signs every one of these.

let dir: string
let ledger: Ledger
let entries: Entry[]
let auditor: Auditor
const signer = openSigner('cunzhen/hse_test/evidence', new Uint8Array(32).fill(9))
const T0 = 1_700_000_000_000

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-audit-'))
  createLedger(join(dir, 'ledger'), signer)
  ledger = await openLedger(join(dir, 'ledger'), signer, { size: 0, entry: () => null })
  entries = []
  auditor = open()
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const seals = () => join(dir, 'anchors', 'seals')
const open = () => createAuditor({ ledger: join(dir, 'ledger'), seals: seals(), verifierKey: signer.verifierKey })

function add(over: Partial<Entry> = {}): void {
  const conversation = entries.length % 3
  const convTag = over.convTag ?? sha256(utf8(`conversation ${conversation}`))
  const seq = entries.filter((each) => each.type === 'record' && Buffer.compare(each.convTag, convTag) === 0).length
  const digest = sha256(utf8(`record ${entries.length}`))
  entries.push({ type: 'record', convTag, seq, archiveTs: T0 + entries.length, sourceTs: T0, digest, ...over })
}

/** A seal over everything so far, true or not, told to the auditor or not. */
function seal(change: (said: EpochStatement) => EpochStatement = (said) => said, isTold = true): void {
  const fold = new EpochFold()
  for (const entry of entries) fold.add(entry)
  const statement = change(epochStatement(fold.figures(), { size: 3, root: sha256(utf8('directory')) }))
  const digest = statementDigest(epochSalt(statement.size), statement)
  const at = entries.length
  add({ type: 'epoch', convTag: NO_CONVERSATION, seq: 0, sourceTs: null, digest })
  if (isTold) tell(at, canonicalJson(statement))
}

function tell(at: number, text: string): void {
  const path = sealPath(seals(), at)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

const sign = () => ledger.integrate(ledger.size, entries.slice(ledger.size).map(encodeEntry))
const head = () => parseCheckpoint(parseNote(ledger.checkpoint).text)
const follow = (which = auditor) => which.follow(head())
const many = (count: number) => {
  for (let i = 0; i < count; i++) add()
}

describe('an auditing cosigner', () => {
  it('follows a ledger that is as it must be, on and on, and from the beginning again', () => {
    many(300)
    sign()
    expect(() => follow()).not.toThrow()
    seal()
    many(100)
    seal()
    seal()
    sign()
    expect(() => follow()).not.toThrow()
    many(700)
    sign()
    expect(() => follow()).not.toThrow()
    expect(() => follow(open())).not.toThrow()
    expect(() => open().follow({ ...head(), size: 0, root: sha256(new Uint8Array(0)) })).not.toThrow()
  })

  it.each<[string, () => void]>([
    ['seq', () => add({ seq: 40 })],
    ['seq', () => add({ seq: 0 })],
    ['time', () => add({ archiveTs: T0 - 1 })],
    ['seal', () => seal((said) => ({ ...said, records: said.records - 1 }))],
    ['seal', () => seal((said) => ({ ...said, conversations: 2 }))],
    ['seal', () => seal((said) => ({ ...said, root: '00'.repeat(32) }))],
    ['seal', () => seal((said) => ({ ...said, size: said.size + 5 }))],
  ])('refuses %s, for ever', (wrong, act) => {
    many(30)
    act()
    many(3)
    sign()
    expect(() => follow()).toThrow(expect.objectContaining({ code: 'audit_failed', detail: { entry: 30, wrong } }))
    many(3)
    sign()
    expect(() => follow()).toThrow(expect.objectContaining({ code: 'audit_failed' }))
  })

  it('refuses a root that the entries do not give, and an entry that is none', () => {
    many(10)
    sign()
    expect(() => auditor.follow({ ...head(), root: new Uint8Array(32) })).toThrow('audit_failed')
    ledger.integrate(10, [new Uint8Array(89)])
    expect(() => follow(open())).toThrow(expect.objectContaining({ detail: { entry: 10, wrong: 'entry' } }))
  })

  it('waits for its copy, and for what a seal says; another seal than the ledger\u2019s is refused', () => {
    many(10)
    sign()
    expect(() => auditor.follow({ ...head(), size: 99 })).toThrow(
      expect.objectContaining({ code: 'audit_copy_behind' }),
    )
    seal(undefined, false)
    sign()
    expect(() => follow()).toThrow(expect.objectContaining({ code: 'audit_copy_behind', detail: { entry: 10 } }))
    tell(10, '{"v":1,')
    expect(() => follow()).toThrow(expect.objectContaining({ code: 'audit_copy_behind' }))
    const fold = new EpochFold()
    for (const entry of entries.slice(0, 10)) fold.add(entry)
    const figures = fold.figures()
    tell(10, canonicalJson(epochStatement(figures, { size: 3, root: sha256(utf8('directory')) })))
    expect(() => follow()).not.toThrow()
    tell(10, canonicalJson(epochStatement(figures, { size: 4, root: sha256(utf8('directory')) })))
    expect(() => follow(open())).toThrow(expect.objectContaining({ detail: { entry: 10, wrong: 'seal' } }))
  })

  it('signs nothing that it has not audited: 503 while its copy is behind, 422 for what is wrong', () => {
    const key = makeWitnessKey(join(dir, 'key'), 'auditor.example', durable, 'auditor')
    const parts = { dir: join(dir, 'state'), key, logs: [signer.verifierKey], clock: systemClock, files: durable }
    const witness = createWitness({ ...parts, audit: auditor })
    many(10)
    seal(undefined, false)
    sign()
    const ask = () => witness.addCheckpoint(`old 0\n\n${ledger.checkpoint}`)
    expect(ask().status).toBe(503)
    tell(10, 'x')
    expect(ask().status).toBe(503)
    rmSync(sealPath(seals(), 10))
    add({ seq: 99 })
    sign()
    expect(ask().status).toBe(503)
    const second = createWitness({ ...parts, audit: open() })
    const fold = new EpochFold()
    for (const entry of entries.slice(0, 10)) fold.add(entry)
    tell(10, canonicalJson(epochStatement(fold.figures(), { size: 3, root: sha256(utf8('directory')) })))
    const answer = second.addCheckpoint(`old 0\n\n${ledger.checkpoint}`)
    expect(answer).toMatchObject({ status: 422, body: 'the audit failed: seq at entry 11\n' })
  })
})
