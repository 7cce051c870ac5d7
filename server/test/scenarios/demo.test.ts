import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import {
  canonicalJson,
  formatCheckpoint,
  formatVerifierKey,
  manifestNoteText,
  openZipPackage,
  parseCheckpoint,
  readWhole,
  sha256,
  signNote,
  toHex,
} from '@cunzhen/proof'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Issue 2, shown when 1: the demo as a newcomer runs it, and its package in the hands of somebody who wants to cheat.

const ROOT = resolve(import.meta.dirname, '../../..')
const OPENSSL = spawnSync('openssl', ['version']).status === 0
let out: string
let key: string
let figures: Record<string, unknown>
let unpacked: string

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'cunzhen-scenario-'))
  const done = spawnSync(process.execPath, [join(ROOT, 'server/src/demo/main.ts'), '--once', '--keep', out], {
    encoding: 'utf8',
  })
  if (done.status !== 0) throw new Error(`the demo ended with ${done.status}: ${done.stderr}`)
  figures = JSON.parse(done.stdout.trim().split('\n').at(-1) ?? '')
  key = readFileSync(join(out, 'house-key.txt'), 'utf8').trim()
  unpacked = join(out, 'unpacked')
  await unpack(String(figures.package), unpacked)
}, 300_000)
afterAll(() => rmSync(out, { recursive: true, force: true }))

async function unpack(zip: string, to: string): Promise<void> {
  const password = readFileSync(join(out, 'package-password.txt'), 'utf8').trim()
  const reader = await openZipPackage(await openAsBlob(zip), password)
  for (const file of reader.files) {
    const path = join(to, file.name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, await readWhole(reader.read(file.name), 2 ** 30, file.name))
  }
}

/** What is not listed in the manifest is named by its check. */
const NAMED_AS: Record<string, string> = { 'proof/manifest.json': 'Manifest', 'proof/manifest.note': 'Signature' }

/** The shipped command, as the recipient runs it. */
function verifier(path: string, ...more: string[]): { status: number | null; text: string } {
  const args = [join(ROOT, 'proof/bin/cunzhen-verify.mjs'), path, '--lang', 'en', ...more]
  const done = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { status: done.status, text: done.stdout + done.stderr }
}

function altered(change: (dir: string) => void): string {
  const dir = mkdtempSync(join(out, 'altered-'))
  cpSync(unpacked, dir, { recursive: true })
  change(dir)
  return dir
}

const edit = (dir: string, name: string, change: (text: string) => string) =>
  writeFileSync(join(dir, name), change(readFileSync(join(dir, name), 'utf8')))

/** What a forger can do without the house's key: make every hash in the manifest fit again. */
function rebuildHashes(dir: string): void {
  edit(dir, 'proof/manifest.json', (text) => {
    const manifest = JSON.parse(text)
    for (const file of manifest.files) {
      const bytes = readFileSync(join(dir, file.name))
      file.size = bytes.length
      file.sha256 = toHex(sha256(bytes))
      file.sm3 = createHash('sm3').update(bytes).digest('hex')
    }
    return canonicalJson(manifest)
  })
}

/** And with a key of their own: sign manifest and checkpoint anew, under the house's name. */
function signAnew(dir: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const manifest = JSON.parse(readFileSync(join(dir, 'proof/manifest.json'), 'utf8'))
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
  const { origin } = manifest.house
  const signer = (message: Uint8Array) => new Uint8Array(sign(null, message, privateKey))
  const verifierKey = formatVerifierKey(origin, raw)
  edit(dir, 'proof/checkpoint', (note) => {
    const text = formatCheckpoint(parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1)))
    return signNote(text, verifierKey, signer)
  })
  manifest.house.key = verifierKey
  writeFileSync(join(dir, 'proof/manifest.json'), canonicalJson(manifest))
  rebuildHashes(dir)
  const signed = new Uint8Array(readFileSync(join(dir, 'proof/manifest.json')))
  writeFileSync(join(dir, 'proof/manifest.note'), signNote(manifestNoteText(signed, origin), verifierKey, signer))
}

test('the demo does the whole job and says what it did', () => {
  expect(figures).toMatchObject({ verified: true })
  expect(figures.imported).toBeGreaterThanOrEqual(300)
  for (const name of ['duplicates', 'quarantined', 'hits', 'exportedRows', 'maskedSpans'])
    expect(figures[name]).toBeGreaterThan(0)
})

describe('the package', () => {
  test('is genuine under the house’s key; without one, the verdict says that no key is pinned', () => {
    expect(verifier(unpacked, '--trust', key).status).toBe(0)
    const unpinned = verifier(unpacked)
    expect(unpinned.status).toBe(3)
    expect(unpinned.text).toContain('key not pinned')
  })

  test.skipIf(!OPENSSL)('is stamped and cosigned by those outside; skipped where openssl is not installed', () => {
    const pinned = [
      '--trust',
      key,
      '--root',
      join(out, 'authority-root.pem'),
      '--witness',
      `@${join(out, 'witness-keys.txt')}`,
    ]
    const { status, text } = verifier(unpacked, ...pinned)
    expect(status).toBe(0)
    for (const who of ['Local TSA unit', 'demo.cunzhen.example/witness', 'demo.cunzhen.example/auditor'])
      expect(text).toMatch(new RegExp(`· ${who} ·.*· pinned`))
  })

  test('a changed byte of data or proof is named, file by file', () => {
    const names = [
      'data/records.csv',
      'data/records.xlsx',
      'proof/disclosures.ndjson',
      'proof/inclusion',
      'proof/checkpoint',
      'proof/statements.json',
      'proof/conversations.json',
      'proof/manifest.json',
      'proof/manifest.note',
      'README.txt',
    ]
    for (const name of names) {
      const dir = altered((at) => {
        const bytes = readFileSync(join(at, name))
        const place = Math.floor(bytes.length / 2)
        bytes[place] = (bytes[place] ?? 0) ^ 1
        writeFileSync(join(at, name), bytes)
      })
      const { status, text } = verifier(dir, '--trust', key)
      expect([name, status]).toEqual([name, 1])
      expect(text).toContain(NAMED_AS[name] ?? name)
    }
  })

  const lines = (text: string) => text.split('\r\n')
  test.each([
    ['dropped', (text: string) => lines(text).toSpliced(3, 1).join('\r\n')],
    [
      'doubled',
      (text: string) =>
        lines(text)
          .toSpliced(3, 0, lines(text)[3] ?? '')
          .join('\r\n'),
    ],
    [
      'moved',
      (text: string) =>
        lines(text)
          .toSpliced(3, 2, lines(text)[4] ?? '', lines(text)[3] ?? '')
          .join('\r\n'),
    ],
    ['guessed where it was masked', (text: string) => text.replace(/138\*{4}8000/, '13800138000')],
  ])('a row that was %s is found, also after every hash was made to fit', (_what, change) => {
    const dir = altered((at) => edit(at, 'data/records.csv', change))
    expect(readFileSync(join(dir, 'data/records.csv'))).not.toEqual(readFileSync(join(unpacked, 'data/records.csv')))
    expect(verifier(dir, '--trust', key).status).toBe(1)
    rebuildHashes(dir)
    const { status, text } = verifier(dir, '--trust', key)
    expect(status).toBe(1)
    expect(text).toMatch(/signature/i)
    expect(text).toContain('data/records.csv')
  })

  test('signed anew with another key, it is refused under the pinned key, and is not pinned without', () => {
    const dir = altered(signAnew)
    expect(verifier(dir, '--trust', key).status).toBe(1)
    const unpinned = verifier(dir)
    expect([unpinned.status, unpinned.text]).toEqual([3, expect.stringContaining('key not pinned')])
  })

  test('none of the ten thousand numbers behind 138****8000 is confirmed by anything in it', () => {
    const hashes = new Set<string>()
    let text = ''
    for (const name of [
      'proof/disclosures.ndjson',
      'proof/statements.json',
      'proof/conversations.json',
      'proof/manifest.json',
      'proof/inclusion',
      'data/records.csv',
    ]) {
      text += readFileSync(join(unpacked, name), 'utf8')
    }
    for (const word of text.match(/[A-Za-z0-9+/]{43}=|[0-9a-f]{64}/g) ?? []) {
      hashes.add(word.length === 64 ? word : toHex(new Uint8Array(Buffer.from(word, 'base64'))))
    }
    expect(hashes.size).toBeGreaterThan(100)
    const known = text.match(/[0-9a-f]{32}|[A-Za-z0-9+/]{22}==/g) ?? []
    const salts = [...new Set(known)]
      .slice(0, 40)
      .map((word) => Buffer.from(word, word.length === 32 ? 'hex' : 'base64'))
    for (let n = 0; n < 10_000; n++) {
      const number = `138${String(n).padStart(4, '0')}8000`
      for (const form of [number, `+86${number}`]) {
        const bytes = Buffer.from(form)
        expect(hashes.has(toHex(sha256(bytes)))).toBe(false)
        if (n % 10 === 0)
          for (const salt of salts) expect(hashes.has(toHex(sha256(Buffer.concat([salt, bytes]))))).toBe(false)
      }
    }
    expect(text).not.toContain('13800138000')
  })
})

test('the house that was left behind holds no word of it in the clear', async () => {
  const { filesHolding } = await import('#test/raw-search')
  const words = ['林若溪', '13800138000', '重复扣费', '退款']
  expect(filesHolding(join(out, 'house'), words)).toEqual([])
})
