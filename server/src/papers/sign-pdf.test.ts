import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Instant } from '#base'
import { fontsFound } from './fonts.ts'
import { openSeal, sealPath } from './seal.ts'
import { signPdf } from './sign-pdf.ts'
import { openTypesetter } from './typeset.ts'

// The signature is judged by openssl, which knows nothing of how it was made.

const OPENSSL = spawnSync('openssl', ['version']).status === 0
const AT = Date.UTC(2026, 10, 22) as Instant // a time

let dir: string
const path = (name: string) => join(dir, name)
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' })

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-seal-'))
  mkdirSync(path('keys'))
  if (!OPENSSL) return
  const key = { rsa: ['rsa:2048'], ec: ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'] }
  openssl(
    'req',
    '-x509',
    '-newkey',
    ...key.ec,
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
    '-days',
    '3650',
    '-subj',
    '/CN=Test CA',
  )
  for (const [name, how] of Object.entries(key)) {
    openssl(
      'req',
      '-newkey',
      ...how,
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      `/CN=House ${name}`,
    )
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '3000',
      '-out',
      `${name}.crt`,
    )
  }
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function put(key: string, certificate: string, mode = 0o600): void {
  writeFileSync(
    sealPath(dir),
    ['key', 'crt'].map((end) => readFileSync(path(`${end === 'key' ? key : certificate}.${end}`))).join('') +
      readFileSync(path('ca.crt'), 'utf8'),
  )
  chmodSync(sealPath(dir), mode)
}

/** What a reader of PDF takes for signed, and the signature. */
function partsOf(pdf: Buffer): { signed: Buffer; signature: Buffer } {
  const [, a = '', b = '', c = ''] = /\/ByteRange \[0 (\d+) +(\d+) +(\d+) *\]/.exec(pdf.toString('latin1')) ?? []
  const [open, close, rest] = [Number(a), Number(b), Number(c)]
  expect(close + rest).toBe(pdf.length)
  const hex = pdf.toString('latin1', open + 1, close - 1)
  const bytes = Buffer.from(hex, 'hex')
  return {
    signed: Buffer.concat([pdf.subarray(0, open), pdf.subarray(close)]),
    signature: bytes.subarray(0, 4 + bytes.readUInt16BE(2)), // 30 82 and its length; zeros behind
  }
}

function verifies({ signed, signature }: { signed: Buffer; signature: Buffer }): boolean {
  writeFileSync(path('signed'), signed)
  writeFileSync(path('signature'), signature)
  const args = [
    'cms',
    '-verify',
    '-cades',
    '-binary',
    '-inform',
    'DER',
    '-in',
    'signature',
    '-content',
    'signed',
    '-CAfile',
    'ca.crt',
    '-purpose',
    'any',
    '-out',
    'out',
  ]
  return spawnSync('openssl', args, { cwd: dir }).status === 0
}

describe.skipIf(!OPENSSL || !fontsFound())('a sealed paper; skipped without openssl or fonts-noto-cjk', () => {
  it.each(['rsa', 'ec'])(
    'verifies with openssl under the house’s CA (%s), and not after any change',
    async (name) => {
      put(name, name)
      const seal = openSeal(dir)
      if (seal === null) throw new Error('there is a seal')
      expect(seal.subject).toBe(`CN=House ${name}`)
      const { pdf } = (await openTypesetter()).set('#set page(paper: "a4")\n函', {}, AT)
      const signed = signPdf(pdf, seal, AT)
      expect(signed.subarray(0, pdf.length)).toEqual(Buffer.from(pdf))
      const parts = partsOf(signed)
      expect(verifies(parts)).toBe(true)
      for (const at of [100, Math.floor(pdf.length / 2), parts.signed.length - 30]) {
        const changed = Buffer.from(parts.signed)
        changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
        expect(verifies({ ...parts, signed: changed })).toBe(false)
      }
    },
    60_000,
  )

  it('finds its objects where the table says', async () => {
    put('ec', 'ec')
    const seal = openSeal(dir)
    if (seal === null) throw new Error('there is a seal')
    const signed = signPdf((await openTypesetter()).set('x', {}, AT).pdf, seal, AT).toString('latin1')
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(signed)?.[1])
    expect(signed.slice(start, start + 5)).toBe('xref\n')
    const table = signed.slice(start, signed.indexOf('trailer', start))
    const rows = [...table.matchAll(/(\d+) 1\n(\d{10}) 00000 n /g)]
    expect(rows).toHaveLength(5)
    for (const [, no = '', place] of rows) expect(signed.slice(Number(place)).startsWith(`${no} 0 obj\n`)).toBe(true)
    expect(signed.match(/\/AcroForm/g)).toHaveLength(1)
  })

  it.each([
    ['x', 0],
    ['#link("https://example.org")[x]', 1],
  ])('stands among the annotations of its page, which has them once: %s', async (source, others) => {
    put('ec', 'ec')
    const seal = openSeal(dir)
    if (seal === null) throw new Error('there is a seal')
    const signed = signPdf((await openTypesetter()).set(source, {}, AT).pdf, seal, AT).toString('latin1')
    const objects = [...signed.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)]
    const page = objects.filter(([, , body = '']) => body.includes('/Type /Page\n')).at(-1)?.[2] ?? ''
    expect(page.match(/\/Annots/g)).toHaveLength(1)
    const [, annotations = ''] = /\/Annots \[([^\]]*)\]/.exec(page) ?? []
    const widget = objects.find(([, , body = '']) => body.includes('/Subtype /Widget'))?.[1]
    expect(
      annotations
        .trim()
        .split(/\s+0 R\s*/)
        .filter(Boolean),
    ).toHaveLength(others + 1)
    expect(annotations).toContain(`${widget} 0 R`)
  })

  it('has no seal where the house has none; a key that others may read, or of another certificate, is told', () => {
    rmSync(sealPath(dir), { force: true })
    expect(openSeal(dir)).toBeNull()
    put('ec', 'ec', 0o644)
    expect(() => openSeal(dir)).toThrow(expect.objectContaining({ code: 'seal_unusable' }))
    put('rsa', 'ec')
    expect(() => openSeal(dir)).toThrow(expect.objectContaining({ code: 'seal_unusable' }))
    writeFileSync(sealPath(dir), 'nothing', { mode: 0o600 })
    expect(() => openSeal(dir)).toThrow(expect.objectContaining({ code: 'seal_unusable' }))
  })
})
