import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromUtf8, utf8 } from '../src/bytes/bytes.ts'
import { cosign, formatCosignerKey } from '../src/ledger/cosignature.ts'
import { parseNote, parseVerifierKey } from '../src/ledger/note.ts'
import { PACKAGE_FILES } from '../src/package/package.ts'
import { zipOf } from '../test/support/containers.ts'
import { buildPackage } from '../test/support/package.ts'
import { testSigner } from '../test/support/signer.ts'
import { type Files, listed, readManifest, signManifest } from '../test/support/tamper.ts'

const COMMAND = join(import.meta.dirname, 'cunzhen-verify.mjs')
const PASSWORD = 'correct horse 电池'
const KEY = testSigner('house').verifierKey
let home: string
let files: Files

interface Outcome {
  exit: number
  stdout: string
  stderr: string
}

function run(args: string[], node = process.execPath): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(node, [COMMAND, ...args], (error, stdout, stderr) => {
      resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

const at = (name: string): string => join(home, name)

async function unpack(name: string, contents: Files): Promise<string> {
  for (const [file, bytes] of contents) {
    await mkdir(dirname(join(at(name), file)), { recursive: true })
    await writeFile(join(at(name), file), bytes)
  }
  return at(name)
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'cunzhen-verify-'))
  files = await buildPackage(testSigner('house'))
  await writeFile(at('package.zip'), Buffer.from(await (await zipOf(files, PASSWORD)).arrayBuffer()))
  await writeFile(at('password'), `${PASSWORD}\n`)
  await writeFile(at('wrong'), 'another\n')
  await writeFile(at('keys'), `${testSigner('stranger').verifierKey}\n${KEY}\n`)
})

afterAll(() => rm(home, { recursive: true, force: true }))

const withPassword = ['--password-file']

describe('cunzhen-verify', () => {
  it('exits 0 for a genuine package under a pinned key, 3 without one, 1 under another', async () => {
    const zip = [at('package.zip'), ...withPassword, at('password')]
    const pinned = await run([...zip, '--trust', KEY, '--lang', 'en'])
    expect(pinned).toMatchObject({ exit: 0, stderr: '' })
    expect(pinned.stdout).toMatch(/^Genuine\n/)
    const sha256 = createHash('sha256')
      .update(await readFile(at('package.zip')))
      .digest('hex')
    expect(pinned.stdout).toContain(`SHA-256 of the file: ${sha256}`)
    expect((await run([...zip, '--trust', `@${at('keys')}`])).exit).toBe(0)
    const unpinned = await run([...zip, '--lang', 'zh'])
    expect(unpinned.exit).toBe(3)
    expect(unpinned.stdout).toContain('未固定公钥')
    const other = await run([...zip, '--trust', testSigner('stranger').verifierKey, '--lang', 'en'])
    expect(other.exit).toBe(1)
    expect(other.stdout).toContain('signed by a key that is not trusted')
  })

  it('reads the folder that a package was unpacked to, and names what was changed in it', async () => {
    const folder = await unpack('folder', files)
    expect((await run([folder, '--trust', KEY])).exit).toBe(0)
    const csv = Buffer.from(files.get(PACKAGE_FILES.csv) ?? []).toString('utf8')
    await writeFile(join(folder, PACKAGE_FILES.csv), csv.replace('138****8000', '13800138000'))
    const { exit, stdout } = await run([folder, '--trust', KEY, '--json'])
    expect(exit).toBe(1)
    const verdict = JSON.parse(stdout)
    expect(verdict).toMatchObject({ verdict: 'wrong', ok: false, pinned: true, rows: 40 })
    expect(verdict.checks.find(({ id }: { id: string }) => id === 'csv')).toMatchObject({
      ok: false,
      codes: ['row_altered'],
      findings: [{ code: 'row_altered', row: 1 }],
    })
  })

  it('says who else vouches, and whether the reader has their key', async () => {
    const seen = testSigner('seen')
    const witness = formatCosignerKey('witness.example/w1', parseVerifierKey(seen.verifierKey).publicKey)
    const cosigned = new Map(files)
    const note = fromUtf8(files.get(PACKAGE_FILES.checkpoint) ?? new Uint8Array())
    const line = cosign(parseNote(note).text, witness, 1_800_000_000, seen.sign)
    cosigned.set(PACKAGE_FILES.checkpoint, utf8(note + line))
    const manifest = readManifest(cosigned)
    manifest.files = listed(cosigned)
    signManifest(cosigned, manifest, testSigner('house'))
    const folder = await unpack('cosigned', cosigned)
    const pinned = await run([folder, '--trust', KEY, '--witness', witness, '--lang', 'en'])
    expect(pinned.exit).toBe(0)
    expect(pinned.stdout).toContain('vouched for: anchored')
    expect(pinned.stdout).toContain('cosignature · witness.example/w1 · 2027-01-15')
    const alone = await run([folder, '--trust', KEY, '--lang', 'zh'])
    expect(alone.exit).toBe(0)
    expect(alone.stdout).toContain('外部背书: 仅档案库自证')
  })

  it('does not follow a link out of the folder', async () => {
    const folder = await unpack('linked', files)
    await rm(join(folder, PACKAGE_FILES.csv))
    await symlink(join(at('package.zip')), join(folder, PACKAGE_FILES.csv))
    const { exit, stdout } = await run([folder, '--json'])
    expect(exit).toBe(1)
    expect(JSON.parse(stdout).checks[0]).toMatchObject({ codes: ['missing_file'] })
  })

  it('exits 2 when it cannot look: no file, no zip, no password, a wrong one, a key that is none, bad usage', async () => {
    await writeFile(at('text'), 'hello')
    const cases = [
      [at('nothing')],
      [at('text')],
      [at('package.zip')],
      [at('package.zip'), ...withPassword, at('wrong')],
      [at('package.zip'), ...withPassword, at('nothing')],
      [at('package.zip'), '--trust', 'key'],
      [at('package.zip'), '--witness', KEY],
      [at('package.zip'), '--root', at('text')],
      [at('package.zip'), '--root', at('nothing')],
      [],
      [at('package.zip'), at('package.zip')],
      [at('package.zip'), '--nonsense'],
      [at('package.zip'), '--lang', 'fr'],
    ]
    for (const args of cases) {
      const { exit, stdout, stderr } = await run(args)
      expect([exit, stdout], args.join(' ')).toEqual([2, ''])
      expect(stderr).not.toBe('')
    }
    expect(JSON.parse((await run([at('package.zip'), '--json'])).stdout)).toEqual({
      verdict: 'unusable',
      reason: 'password_needed',
    })
  })

  it('says what it takes when it is asked, in either language', async () => {
    expect(await run(['--help', '--lang', 'zh'])).toMatchObject({ exit: 0, stdout: expect.stringContaining('退出码') })
    expect(await run(['-h', '--lang', 'en'])).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('exit: 0 genuine'),
    })
  })

  it('exits 1 for a zip that is cut off or not safe to open, and says so', async () => {
    const whole = Buffer.from(await (await zipOf(files, null)).arrayBuffer())
    await writeFile(at('cut.zip'), whole.subarray(0, whole.length - 100))
    const cut = await run([at('cut.zip'), '--json'])
    expect(cut.exit).toBe(1)
    expect(JSON.parse(cut.stdout).checks[0]).toMatchObject({ id: 'container', codes: ['unreadable_file'] })
    await writeFile(at('bomb.zip'), Buffer.from(await (await zipOf([['x', new Uint8Array(4e7)]], null)).arrayBuffer()))
    const bomb = await run([at('bomb.zip'), '--lang', 'en'])
    expect(bomb.exit).toBe(1)
    expect(bomb.stdout).toContain('zip bomb')
  })

  const oldNode = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => existsSync(path))
  it.skipIf(oldNode === undefined)(
    'starts under the system\u2019s own Node, whichever it is',
    async () => {
      const { exit, stderr } = await run([at('package.zip'), ...withPassword, at('password'), '--trust', KEY], oldNode)
      expect([exit, stderr]).toEqual([0, ''])
    },
    30_000,
  )
})
