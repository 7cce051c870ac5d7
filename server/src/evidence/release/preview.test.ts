import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { readWhole } from '@cunzhen/proof'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExportId } from '#base'
import { fileDigest } from '#platform'
import { readPdf } from '#test/pdf-reading'
import { filesHolding } from '#test/raw-search'
import { openAgeFile } from '../containers/age-file.ts'
import { ZipWriter } from '../containers/zip.ts'
import { newAgeIdentity, sealToRecipient } from '../package/age.ts'
import { wrapPassword } from '../register/password.ts'
import { changeExport, EXPORT_FORMATS } from '../register/store.ts'
import { arrivalOf, openWorld, person, rulesOf, type World } from '../world.test-support.ts'
import { readPreview } from './preview.ts'
import { TEXT_A_PAGE } from './preview-forms.ts'

// D6: counsel looks at exactly the bytes that leave, whatever their format; each look an act, none a file. Everybody is invented.

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })
const legal = person('legal')
const SAID = '您好，请打电话找张小凡 13800138000，谢谢'

let world: World
let id: ExportId
beforeAll(async () => {
  world = await openWorld(
    Array.from({ length: 120 }, (_, n) => arrivalOf(n, { body: `第${n}条 ${SAID}`, name: '王建国' })),
  )
  const pack = rulesOf()
  // counsel's look is the matter here, not how much it is
  world.policy = { ...pack, release: { ...pack.release, bulk: { ...pack.release.bulk, requires: [] } } }
  id = await world.run({ formats: EXPORT_FORMATS })
}, 120_000)
afterAll(() => world.close())

const look = (file?: string, from = 0, actor = legal) =>
  world.exports.preview(actor, id, { from, ...(file === undefined ? {} : { file }) })
const looks = async () => (await world.acts('export.preview')).length

describe('the preview of a package of every format', () => {
  it('says how each file can be looked at, and opens every one of them', async () => {
    const { files, sha256 } = await look()
    const forms = new Map(files.map(({ name, form }) => [name, form]))
    expect(forms.get('data/records.csv')).toBe('table')
    expect(forms.get('data/records-0001.pdf')).toBe('pages')
    expect([...forms.values()].filter((form) => form === 'pages').length).toBeGreaterThan(1)
    for (const { name, form, size } of files) {
      const before = await looks()
      const page = await look(name)
      expect([page.file, page.form, page.sha256]).toEqual([name, form, sha256])
      if (form === 'table') expect(page.rows.length).toBeGreaterThan(0)
      else if (form !== 'pages' && size > 0) expect(page.text, name).not.toBe('')
      expect(await looks()).toBe(before + 1)
      expect(JSON.stringify(page)).not.toContain('13800138000')
    }
  })

  it('shows the same rows in the CSV, the sheet and the sheet with a password, page by page', async () => {
    const csv = [await look(), await look('data/records.csv', 50), await look('data/records.csv', 100)]
    expect(csv.map(({ next }) => next)).toEqual([50, 100, null])
    expect(csv[2]?.rows).toHaveLength(20)
    for (const name of ['data/records.xlsx', 'data/records-locked.xlsx'])
      for (const [n, page] of csv.entries())
        expect(await look(name, n * 50)).toMatchObject({ headings: page.headings, rows: page.rows, next: page.next })
  })

  it('shows the load file by its fields, and messages of a day with their text and manifest', async () => {
    const dat = await look('data/production.dat')
    expect(dat.headings.slice(0, 2)).toEqual(['BEGDOC', 'ENDDOC'])
    expect(dat.rows[0]).toHaveLength(dat.headings.length)
    const name = dat.files.find((one) => one.name.endsWith('.rsmf'))?.name
    const { text } = await look(name)
    expect(text).toContain('X-RSMF-Version: 2.0.0')
    expect(text).toContain('X-RSMF-Custodian: 存真演示')
    expect(text).toContain('第0条 您好')
    expect(text).toContain('"eventcollectionid"')
    expect(text).not.toContain('=?utf-8')
  })

  it('gives all of a long text, cut between characters and no byte twice', async () => {
    let text = ''
    let pages = 0
    for (let from: number | null = 0; from !== null; pages += 1) {
      const page = await look('data/records.json', from)
      expect(Buffer.byteLength(page.text ?? '')).toBeLessThanOrEqual(TEXT_A_PAGE)
      text += page.text
      from = page.next
    }
    expect(pages).toBeGreaterThan(1)
    expect(JSON.parse(text)).toMatchObject({ count: 120, rows: { length: 120 } })
  })

  it('hands pages over as they lie in the package, with both digests, and nothing that is not pages', async () => {
    const before = await looks()
    const pages = await world.exports.previewPages(legal, id, 'data/records-0001.pdf')
    expect(await looks()).toBe(before + 1)
    const pdf = await readWhole(pages.bytes, 2 ** 26, 'pages')
    const view = await world.exports.view(legal, id)
    expect([pdf.length, pages.sha256]).toEqual([pages.size, view.sha256])
    expect(pages.fileSha256).toBe(view.files.find(({ name }) => name === 'data/records-0001.pdf')?.sha256)
    expect(readPdf(pdf).pages.join('')).toContain(`name of ${world.people.requester.id}`) // on every page: for whom it is
    await expect(world.exports.previewPages(legal, id, 'data/records.csv')).rejects.toEqual(refusal('not_shown'))
  })

  it('is for those whose yes it waits for, and opens nothing else than the package', async () => {
    for (const actor of [world.people.requester, world.people.executor]) {
      await expect(look('data/records.json', 0, actor)).rejects.toEqual(refusal('role_missing'))
      await expect(world.exports.previewPages(actor, id, 'data/records-0001.pdf')).rejects.toEqual(
        refusal('role_missing'),
      )
    }
    for (const name of ['../house.db', '/etc/passwd', 'data/none.csv', '张小凡', ''])
      await expect(look(name)).rejects.toEqual(refusal('file_not_in_package'))
    expect(filesHolding(world.house.dir, ['您好，请打电话找'])).toEqual([])
  })
})

describe('a package sealed to a key of age that is larger than memory should hold', () => {
  /** As an export writes it: rows, and 80 MiB of what does not compress. */
  async function large(path: string, identity: string): Promise<void> {
    const file = openSync(path, 'wx')
    const zip = new ZipWriter(async (bytes) => void writeSync(file, bytes), 'a password')
    await zip.add('data/records.csv', '\ufeff"row","text"\r\n"1","第一行"\r\n"2","第二行"\r\n')
    const entry = await zip.open('data/records.json', { level: 0 })
    for (let n = 0; n < 80; n += 1) await entry.write(randomBytes(1024 * 1024))
    await entry.end()
    await zip.add('proof/checkpoint', 'the last file\n')
    await zip.end()
    closeSync(file)
    const job = { zipPath: path, password: 'a password', agePath: `${path}.age`, ageIdentity: identity }
    await sealToRecipient(job, await identityToRecipient(await generateX25519Identity()))
  }

  it('is looked at, released and handed out', async () => {
    const made = await world.run({
      formats: ['csv'],
      ageRecipient: await identityToRecipient(await generateX25519Identity()),
    })
    const identity = await newAgeIdentity()
    const path = join(world.house.dir, 'exports', `${made}.zip`)
    const other = `${path}.large`
    await large(other, identity)
    // in the place of the small one, as if the run had made it
    writeSync(openSync(path, 'w'), readFileSync(other))
    const { sha256: digest, bytes } = await fileDigest(path)
    const sha256 = digest.toString('hex')
    expect(bytes).toBeGreaterThan(64 * 1024 * 1024)
    const password = wrapPassword(world.parts.keyring, made, identity)
    await world.db.write((tx) => changeExport(tx, made, 'awaiting_release', { sha256, bytes, password }))
    Object.assign(world.table, {
      filed: ['scope_note', 'media_seal'].map((kind) => ({ kind, number: 'P-1', at: 8e15 })),
    })

    const page = await world.exports.preview(legal, made, { from: 0 })
    expect(page.rows).toEqual([
      ['1', '第一行'],
      ['2', '第二行'],
    ])
    expect((await world.exports.preview(legal, made, { file: 'proof/checkpoint', from: 0 })).text).toBe(
      'the last file\n',
    )
    const far = await world.exports.preview(legal, made, { file: 'data/records.json', from: 79 * 1024 * 1024 })
    expect(far.next).not.toBeNull()
    expect((await world.exports.release(legal, made, sha256)).state).toBe('ready')
    await expect(world.exports.preview(legal, made, { from: 0 })).rejects.toEqual(refusal('preview_closed'))
    await expect(world.exports.download(world.people.requester, made)).resolves.toMatchObject({ bytes, sha256 })
  }, 120_000)

  it('reads at any place what the library reads from the beginning; a wrong key, a cut and a changed byte do not open', async () => {
    const identity = await newAgeIdentity()
    const path = join(world.house.dir, 'exports', 'any.large')
    await large(path, identity)
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    const plain = Buffer.from(await decrypter.decrypt(new Uint8Array(readFileSync(path))))
    const source = await openAgeFile(path, identity)
    expect(source.size).toBe(plain.length)
    for (const [at, length] of [
      [0, 10],
      [65_530, 20],
      [plain.length - 70_000, 70_000],
      [1_000_000, 300_000],
    ] as const)
      expect((await source.read(at, length)).equals(plain.subarray(at, at + length))).toBe(true)
    await expect(source.read(plain.length - 1, 2)).rejects.toMatchObject({ code: 'bad_zip' })
    await source.close()
    await expect(openAgeFile(path, await newAgeIdentity())).rejects.toMatchObject({ code: 'wrong_password' })

    const file = readFileSync(path)
    const spoilt = join(world.house.dir, 'exports', 'spoilt.large')
    const written = (bytes: Uint8Array) => {
      const handle = openSync(spoilt, 'w')
      writeSync(handle, bytes)
      closeSync(handle)
    }
    written(file.subarray(0, file.length - 70_000))
    await expect(openAgeFile(spoilt, identity)).rejects.toMatchObject({ code: 'bad_zip' })
    file[2_000_000] = (file[2_000_000] ?? 0) ^ 1
    written(file)
    await expect(readPreview(spoilt, { identity }, 'data/records.json', 0)).resolves.toBeDefined()
    await expect(
      readPreview(spoilt, { identity }, 'data/records.json', 3_000_000),
      'a changed byte on the way there',
    ).rejects.toMatchObject({ code: 'bad_zip' })
  }, 120_000)
})
