import { generateKeyPairSync, sign } from 'node:crypto'
import { formatVerifierKey, openZipPackage, type PackageFileName, ProofError, verifyPackage } from '@cunzhen/proof'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter as Zip } from '@zip.js/zip.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fontsFound } from '#papers'
import { signer } from '#platform/keys'
import { FORGERIES } from '#test/forgeries'
import { type Files, type Forgery, forged, type Signer } from '#test/forging'
import { arrivalOf, openWorld, type World } from '../../src/evidence/world.test-support.ts'

// A real package of a real house in every format, and what people inside and outside could do to it: each is found and named, or the verdict
// says that it does not compare that file.

let world: World
let genuine: Files
let other: Files
let keys: { house: Signer; stranger: Signer }

const FORMATS = ['csv', 'xlsx', 'json', 'rsmf', 'pdf', 'load'] as const

beforeAll(async () => {
  if (!fontsFound()) return
  const story = Array.from({ length: 24 }, (_, at) =>
    arrivalOf(at, {
      body: `第${at}条 请打电话找张伟或李秀英 13800138000`,
      conversation: `room-${at % 3}`,
      sender: `clerk${at % 5}`,
    }),
  )
  world = await openWorld(story.slice(0, 18))
  other = await filesOf()
  await world.archive.journal.admit(story.slice(18))
  genuine = await filesOf()
  const own = signer(world.house.keyring, 'evidence')
  const pair = generateKeyPairSync('ed25519')
  const raw = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(12)
  keys = {
    house: { verifierKey: own.verifierKey, sign: (message) => own.sign(message) },
    stranger: {
      verifierKey: formatVerifierKey(own.name, new Uint8Array(raw)),
      sign: (message) => new Uint8Array(sign(null, message, pair.privateKey)),
    },
  }
}, 300_000)
afterAll(() => world?.close())

async function filesOf(): Promise<Files> {
  const opened = await world.open(await world.run({ formats: FORMATS }))
  expect([opened.verdict.verdict, opened.verdict.completeness.state]).toEqual(['genuine', 'proven'])
  const files: Files = new Map()
  for (const name of opened.names) files.set(name, await opened.file(name as PackageFileName)) // names of the package itself
  return files
}

const judge = (files: Files) => verifyPackage(files, { trust: [keys.house.verifierKey] })

describe.skipIf(!fontsFound())('forgeries of a real package; skipped: no fonts-noto-cjk', () => {
  test.each<Forgery>(FORGERIES)('$what ($by)', async (forgery) => {
    const verdict = await judge(forged(genuine, other, forgery, keys))
    const found = verdict.checks.flatMap(({ id, findings }) =>
      findings.map(({ code, row }) => `${id}:${code}${row === undefined ? '' : `:${row}`}`),
    )
    expect(verdict.verdict, found.join(' ')).toBe(forgery.finds.length === 0 ? 'genuine' : 'wrong')
    for (const finding of forgery.finds)
      expect(
        found.some((each) => each.startsWith(finding)),
        `${finding} in ${found}`,
      ).toBe(true)
    if (forgery.trusts !== undefined) expect(verdict.onTrust).toContain(forgery.trusts)
  })

  test('of the container: an entry twice, a comment, words behind its end, an entry that another program unpacks elsewhere', async () => {
    const zipped = async (names: [string, Uint8Array][], comment = '') => {
      const zip = new Zip(new Uint8ArrayWriter())
      for (const [name, bytes] of names) await zip.add(name, new Uint8ArrayReader(bytes), { useWebWorkers: false })
      return zip.close(Buffer.from(comment))
    }
    const whole = [...genuine]
    const plain = await zipped(whole)
    const refusal = async (bytes: Uint8Array) =>
      openZipPackage(new Blob([new Uint8Array(bytes)]), null).then(
        () => null,
        (error: unknown) => (error instanceof ProofError ? error.code : String(error)),
      )
    expect(await refusal(plain)).toBeNull()
    const [first] = whole
    const twice = Buffer.from(await zipped([...whole, ['data/records.csw', first?.[1] ?? new Uint8Array(0)]]))
    for (let at = twice.indexOf('data/records.csw'); at >= 0; at = twice.indexOf('data/records.csw', at))
      twice.write('data/records.csv', at)
    expect(await refusal(twice)).toBe('duplicate_file')
    expect(await refusal(await zipped(whole, 'the real one is in my drawer'))).toBe('aside_in_zip')
    expect(await refusal(Buffer.concat([plain, Buffer.from('more')]))).toBe('bad_zip')
    expect(await refusal(await zipped([...whole, ['../records.csv', new Uint8Array(1)]]))).toBe('bad_file_name')
  })
})
