import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from '../../test/support/package.ts'
import { testSigner } from '../../test/support/signer.ts'
import { type Files, found, listed, readManifest, signManifest } from '../../test/support/tamper.ts'
import { type Issued, openTsa } from '../../test/support/tsa.ts'
import { fromUtf8, utf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { cosign, formatCosignerKey } from '../ledger/cosignature.ts'
import { parseNote, parseVerifierKey } from '../ledger/note.ts'
import { formatAnchorsFile, type NamedAuthority, parseAnchorsFile } from '../package/anchors-file.ts'
import { PACKAGE_FILES } from '../package/package.ts'
import { verifyPackage } from './verify.ts'

const house = testSigner('house')
const seen = testSigner('seen')
const witness = formatCosignerKey('witness.example/w1', parseVerifierKey(seen.verifierKey).publicKey)
const tsa = openTsa()
afterAll(() => tsa.stop())
let plain: Files
let root: Issued
let unit: Issued
const STAMP = 'proof/timestamps/local.tsr'
const TIME = 1_800_000_000

beforeAll(async () => {
  plain = await buildPackage(house)
  root = tsa.issue('Test TSA Root', 'root', null)
  unit = tsa.issue('Test TSA Unit 1', 'unit', root)
})

const authority = (): NamedAuthority => ({ id: 'local', name: '本地时间戳机构', roots: [root.der], hints: [] })
const checkpointText = (): Uint8Array =>
  utf8(parseNote(fromUtf8(plain.get(PACKAGE_FILES.checkpoint) ?? new Uint8Array())).text)

/** The package as a house makes it: the files put in, everything listed and signed. */
function withFiles(change: (files: Files) => void): Files {
  const files = new Map(plain)
  change(files)
  const manifest = readManifest(files)
  manifest.files = listed(files)
  signManifest(files, manifest, house)
  return files
}

function anchored(change: (files: Files) => void = () => undefined): Files {
  return withFiles((files) => {
    files.set(STAMP, tsa.stamp(checkpointText(), { unit }))
    const line = cosign(fromUtf8(checkpointText()), witness, TIME, seen.sign)
    files.set(PACKAGE_FILES.checkpoint, utf8(fromUtf8(files.get(PACKAGE_FILES.checkpoint) ?? new Uint8Array()) + line))
    files.set(PACKAGE_FILES.anchors, utf8(formatAnchorsFile({ authorities: [authority()], witnesses: [witness] })))
    change(files)
  })
}

const trust = [house.verifierKey]

describe('a package that others vouch for', () => {
  it('says who does, and whether the reader pinned them', async () => {
    const claimed = await verifyPackage(anchored(), { trust })
    expect(found(claimed)).toEqual([])
    expect(claimed.verdict).toBe('genuine')
    expect(claimed.anchoring).toMatchObject({
      state: 'claimed',
      stamps: [{ authority: 'local', name: 'Test TSA Unit 1', policy: '1.2.3.4.1', pinned: false }],
      cosignatures: [{ name: 'witness.example/w1', time: TIME * 1000, pinned: false }],
    })
    const byRoot = await verifyPackage(anchored(), { trust, roots: [root.der] })
    expect(byRoot.anchoring).toMatchObject({
      state: 'anchored',
      stamps: [{ pinned: true }],
      cosignatures: [{ pinned: false }],
    })
    const byWitness = await verifyPackage(anchored(), { trust, witnesses: [witness] })
    expect(byWitness.anchoring).toMatchObject({ state: 'anchored', cosignatures: [{ pinned: true }] })
  })

  it('holds for a reader who has the keys although the house names nobody', async () => {
    const files = anchored((each) => each.delete(PACKAGE_FILES.anchors))
    const pinned = await verifyPackage(files, { trust, roots: [root.der], witnesses: [witness] })
    expect(found(pinned)).toEqual([])
    expect(pinned.anchoring.state).toBe('anchored')
    expect(found(await verifyPackage(files, { trust }))).toEqual(['stamps:bad_stamp'])
  })

  it('is self-attested where nobody does, as packages of earlier versions are', async () => {
    const verdict = await verifyPackage(plain, { trust, roots: [root.der], witnesses: [witness] })
    expect(verdict.verdict).toBe('genuine')
    expect(verdict.anchoring).toEqual({ state: 'self_attested', stamps: [], cosignatures: [] })
    expect(verdict.checks.filter(({ state }) => state === 'skipped').map(({ id }) => id)).toEqual(
      expect.arrayContaining(['stamps', 'cosignatures']),
    )
  })
})

describe('what others are said to have signed', () => {
  it.each<[string, (files: Files) => void, string]>([
    ['a stamp of other bytes', (files) => files.set(STAMP, tsa.stamp(utf8('x'), { unit })), 'stamps:bad_stamp'],
    ['a stamp that is none', (files) => files.set(STAMP, utf8('x')), 'stamps:bad_stamp'],
    [
      'a stamp under another root',
      (files) => {
        const other = tsa.issue('Test TSA Root', 'root', null)
        files.set(STAMP, tsa.stamp(checkpointText(), { unit: tsa.issue('Unit', 'unit', other) }))
      },
      'stamps:bad_stamp',
    ],
    [
      'a stamp by somebody whom nobody names',
      (files) => files.set('proof/timestamps/other.tsr', files.get(STAMP) ?? new Uint8Array()),
      'stamps:bad_stamp',
    ],
    [
      'a cosignature of another checkpoint',
      (files) => {
        const note = fromUtf8(plain.get(PACKAGE_FILES.checkpoint) ?? new Uint8Array())
        files.set(PACKAGE_FILES.checkpoint, utf8(note + cosign('x\n', witness, TIME, seen.sign)))
      },
      'cosignatures:bad_cosignature',
    ],
    ['a list that is none', (files) => files.set(PACKAGE_FILES.anchors, utf8('{"v":1}')), 'stamps:bad_anchors'],
    ['a stamp that is too large', (files) => files.set(STAMP, new Uint8Array(70_000)), 'container:file_too_large'],
    [
      'a file of another name',
      (files) => files.set('proof/timestamps/../x.tsr', new Uint8Array(1)),
      'container:unexpected_file',
    ],
  ])('is refused: %s', async (_, change, code) => {
    const verdict = await verifyPackage(anchored(change), { trust })
    expect(verdict.verdict).toBe('wrong')
    expect(found(verdict)).toContain(code)
    expect(verdict.anchoring.state).not.toBe('anchored')
  })

  it('is refused of before the export', async () => {
    const files = anchored()
    const manifest = readManifest(files)
    manifest.export.at = Date.now() + 3_600_000
    signManifest(files, manifest, house)
    expect(found(await verifyPackage(files, { trust }))).toContain('stamps:stamp_time_differs')
  })

  it('pins that are none are the caller\u2019s mistake', async () => {
    await expect(verifyPackage(plain, { witnesses: ['x'] })).rejects.toThrow(new ProofError('bad_verifier_key'))
    await expect(verifyPackage(plain, { roots: [utf8('x')] })).rejects.toThrow(ProofError)
  })

  it('the list of names has one spelling', () => {
    const file = { authorities: [authority()], witnesses: [witness] }
    const json = formatAnchorsFile(file)
    expect(parseAnchorsFile(json)).toEqual(file)
    for (const wrong of [json.replace('"v":1', '"v":2'), json.replace('local', 'Local'), ` ${json}`, '{}']) {
      expect(() => parseAnchorsFile(wrong)).toThrow(ProofError)
    }
    expect(() => formatAnchorsFile({ ...file, authorities: [authority(), authority()] })).toThrow(ProofError)
    expect(() => formatAnchorsFile({ ...file, authorities: [{ ...authority(), name: '\u202ex' }] })).toThrow(ProofError)
  })
})
