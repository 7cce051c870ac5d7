import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromUtf8, utf8 } from '../src/bytes/bytes.ts'
import { canonicalJson } from '../src/bytes/jcs.ts'
import { cosign, formatCosignerKey } from '../src/ledger/cosignature.ts'
import { parseNote, parseVerifierKey } from '../src/ledger/note.ts'
import { formatAnchorsFile } from '../src/package/anchors-file.ts'
import { PACKAGE_FILES } from '../src/package/package.ts'
import { headings } from '../src/render/render.ts'
import type { CheckId } from '../src/verify/verdict.ts'
import { CHECK_WORDS } from '../src/words/verdict-words.ts'
import { type CompletePackage, completePackage } from '../test/support/complete.ts'
import { xlsxOf, zipOf } from '../test/support/containers.ts'
import { buildPackage, cellsOf } from '../test/support/package.ts'
import { testSigner } from '../test/support/signer.ts'
import {
  changed,
  changedLines,
  type Files,
  listed,
  readManifest,
  readRows,
  rebuildHashes,
  signManifest,
} from '../test/support/tamper.ts'
import { openTsa } from '../test/support/tsa.ts'
import { buildPage } from './build.ts'

// What a judge is told: a package that is whole, and one after each kind of tampering. Offline, in both languages. Who tampers
// may be anybody (files changed, hashes made to fit), somebody with a key of their own, or the house itself with the true key.

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))
/** A folder for pictures to look at; none are taken without it. */
const SHOTS = process.env.CUNZHEN_SHOTS ?? null
const house = testSigner('house')
const stranger = testSigner('stranger')
const seen = testSigner('seen')
const witness = formatCosignerKey('witness.example/w1', parseVerifierKey(seen.verifierKey).publicKey)
const STAMP = 'proof/timestamps/local.tsr'

interface Tampering {
  readonly how: string
  readonly make: (genuine: Files) => Files | Promise<Files>
  /** Checks that fail, in their order on the page. */
  readonly checks: readonly CheckId[]
  /** How a finding begins, word for word. */
  readonly zh: string
  readonly en: string
}

describe.skipIf(CHROMIUM === undefined)('the page, of a package that was tampered with; skipped: no Chromium', () => {
  const tsa = openTsa()
  let home: string
  let browser: Browser
  let genuine: Files
  let olderStamp: Uint8Array
  let whole: CompletePackage

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'cunzhen-tampered-page-'))
    await writeFile(join(home, 'verify.html'), await buildPage())
    whole = await completePackage(house)
    genuine = new Map(whole.files)
    const root = tsa.issue('Test TSA Root', 'root', null)
    const unit = tsa.issue('Test TSA Unit', 'unit', root)
    const note = fromUtf8(genuine.get(PACKAGE_FILES.checkpoint) ?? new Uint8Array())
    const { text } = parseNote(note)
    genuine.set(STAMP, tsa.stamp(utf8(text), { unit }))
    olderStamp = tsa.stamp(utf8(`${text}another`), { unit })
    const authorities = [{ id: 'local', name: '本地时间戳机构', roots: [root.der], hints: [] }]
    genuine.set(PACKAGE_FILES.checkpoint, utf8(note + cosign(text, witness, 1_800_000_000, seen.sign)))
    genuine.set(PACKAGE_FILES.anchors, utf8(formatAnchorsFile({ authorities, witnesses: [witness] })))
    signed(genuine)
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    tsa.stop()
    await rm(home, { recursive: true, force: true })
  })

  /** As the house itself does it. */
  function signed(files: Files, signer = house): Files {
    const manifest = readManifest(files)
    manifest.files = listed(files)
    manifest.house.key = signer.verifierKey
    signManifest(files, manifest, signer)
    return files
  }

  const line = (text: string, at: number, change: (line: string) => string) =>
    text
      .split(/(?<=\n)/)
      .map((each, i) => (i === at ? change(each) : each))
      .join('')

  const TAMPERINGS: readonly Tampering[] = [
    {
      how: 'a number put back in the table',
      make: (files) => changed(files, PACKAGE_FILES.csv, (text) => text.replace('138****8000', '13812348000')),
      checks: ['files', 'csv', 'statements'],
      zh: '第 1 行：与披露不符：被改动',
      en: 'row 1: differs from its disclosure: it was altered',
    },
    {
      how: 'a row taken out of the table',
      make: (files) => changedLines(files, PACKAGE_FILES.csv, (lines) => lines.toSpliced(5, 1)),
      checks: ['files', 'csv', 'statements'],
      zh: '第 5 行：缺失',
      en: 'row 5: is missing',
    },
    {
      how: 'a row doubled in the table',
      make: (files) => changedLines(files, PACKAGE_FILES.csv, (lines) => lines.toSpliced(9, 0, lines[5] ?? '')),
      checks: ['files', 'csv', 'statements'],
      zh: '第 5 行：重复出现',
      en: 'row 5: stands twice',
    },
    {
      how: 'a row moved in the table',
      make: (files) =>
        changedLines(files, PACKAGE_FILES.csv, (lines) => lines.toSpliced(5, 1).toSpliced(9, 0, lines[5] ?? '')),
      checks: ['files', 'csv', 'statements'],
      zh: '第 5 行：被挪动位置',
      en: 'row 5: was moved',
    },
    {
      how: 'other headings',
      make: (files) => changed(files, PACKAGE_FILES.csv, (text) => text.replace('发送人账号', '接收人账号')),
      checks: ['files', 'csv', 'statements'],
      zh: '表头不符',
      en: 'headings differ',
    },
    {
      how: 'a cell of the spreadsheet, hashes made to fit',
      make: async (files) => {
        const rows = readRows(files)
        const cells = cellsOf(rows)
        cells[2] = (cells[2] ?? []).with(10, '我什么都没说过')
        const other = new Map(files).set(PACKAGE_FILES.xlsx, await xlsxOf([headings('zh'), ...cells]))
        rebuildHashes(other)
        return other
      },
      checks: ['signature', 'xlsx'],
      zh: '第 3 行：与披露不符：被改动',
      en: 'row 3: differs from its disclosure: it was altered',
    },
    {
      how: 'what somebody said, in every file, hashes made to fit',
      make: (files) => {
        const other = changed(files, PACKAGE_FILES.disclosures, (text) =>
          line(text, 3, (each) => each.replace(/"t":"[^"]{2,}"/, '"t":"我什么都没说过"')),
        )
        rebuildHashes(other)
        return other
      },
      checks: ['signature', 'rows', 'csv', 'ledger', 'statements', 'completeness', 'xlsx'],
      zh: '第 4 行：内容与账本条目不符：这一行被改过',
      en: 'row 4: does not match its ledger entry: this row was changed',
    },
    {
      how: 'a mask that is not told',
      make: (files) => {
        const rows = readRows(files).map((row, i) => (i === 6 ? { ...row, masks: row.masks.slice(0, -1) } : row))
        return signed(
          new Map(files).set(PACKAGE_FILES.disclosures, utf8(rows.map((row) => `${canonicalJson(row)}\n`).join(''))),
        )
      },
      checks: ['rows', 'csv', 'statements', 'xlsx'],
      zh: '第 7 行：遮蔽标注与实际遮住的位置不符',
      en: 'row 7: masks do not cover exactly what is hidden',
    },
    {
      how: 'another case number',
      make: (files) => changed(files, PACKAGE_FILES.manifest, (text) => text.replace('#2023-0876', '#2023-0877')),
      checks: ['signature'],
      zh: '清单在签名后被改动：签名对应的是另一份清单',
      en: 'manifest changed after signing: the signature is over another one',
    },
    {
      how: 'signed anew by somebody else',
      make: (files) => {
        const other = new Map(files)
        const manifest = readManifest(other)
        signManifest(other, { ...manifest, house: { ...manifest.house, key: stranger.verifierKey } }, stranger)
        return other
      },
      checks: ['signature', 'checkpoint'],
      zh: '签名的公钥不在您信任的公钥之内',
      en: 'signed by a key that is not trusted',
    },
    {
      how: 'the signature',
      make: (files) =>
        changed(files, PACKAGE_FILES.note, (text) =>
          text.replace(/(— \S+ .{20})(.)/, (_all, head: string, letter: string) => head + (letter === 'A' ? 'B' : 'A')),
        ),
      checks: ['signature'],
      zh: '清单的签名不成立（签名与所签文字不符）',
      en: 'signature of the manifest does not hold',
    },
    {
      how: 'the size of the ledger',
      make: (files) =>
        signed(
          changed(files, PACKAGE_FILES.checkpoint, (text) =>
            text.replace(/\n(\d+)\n/, (_all, n) => `\n${Number(n) + 1}\n`),
          ),
        ),
      checks: ['checkpoint'],
      zh: '存证锚点的签名或格式不成立（签名与所签文字不符）',
      en: 'checkpoint is malformed or its signature does not hold',
    },
    {
      how: 'a time stamp of something else',
      make: (files) => signed(new Map(files).set(STAMP, olderStamp)),
      checks: ['stamps'],
      zh: '时间戳不成立：proof/timestamps/local.tsr（盖的不是这个锚点）',
      en: 'time stamp does not hold: proof/timestamps/local.tsr',
    },
    {
      how: 'a cosignature',
      make: (files) =>
        signed(
          changed(files, PACKAGE_FILES.checkpoint, (text) =>
            text.replace(
              /(— witness\S+ .{30})(.)/,
              (_all, head: string, letter: string) => head + (letter === 'A' ? 'B' : 'A'),
            ),
          ),
        ),
      checks: ['cosignatures'],
      zh: '见证联署不成立',
      en: 'cosignature does not hold',
    },
    {
      how: 'the place in the ledger',
      make: (files) =>
        signed(
          changedLines(files, PACKAGE_FILES.inclusion, ([first = '', second = '', ...rest]) => [
            second,
            first,
            ...rest,
          ]),
        ),
      checks: ['ledger'],
      zh: '各行与文书合不出已签名的账本根：有条目被换、被删或被加',
      en: 'rows and statements do not add up to the signed root',
    },
    {
      how: 'a decision put in another\u2019s mouth',
      make: (files) =>
        signed(changed(files, PACKAGE_FILES.statements, (text) => text.replace('"stage":"legal"', '"stage":"it"'))),
      checks: ['ledger', 'statements'],
      zh: '各行与文书合不出已签名的账本根：有条目被换、被删或被加',
      en: 'rows and statements do not add up to the signed root',
    },
    {
      how: 'a decision taken out',
      make: (files) =>
        signed(
          changed(files, PACKAGE_FILES.statements, (text) => {
            const file = JSON.parse(text) as { statements: { type: string }[] }
            const at = file.statements.findIndex(({ type }) => type === 'decision')
            return canonicalJson({ ...file, statements: file.statements.toSpliced(at, 1) })
          }),
        ),
      checks: ['ledger', 'statements'],
      zh: '审批与清单不符',
      en: 'decisions differ from the manifest',
    },
    {
      how: 'bounds of time of what is not shown',
      make: (files) =>
        signed(
          changed(files, PACKAGE_FILES.completeness, (text) =>
            text.replace(/"pruned":"([^"]+)"/, (_all, pieces: string) => {
              const bytes = Buffer.from(pieces, 'base64')
              bytes[45] = (bytes[45] ?? 0) ^ 1
              return `"pruned":"${bytes.toString('base64')}"`
            }),
          ),
        ),
      checks: ['completeness'],
      zh: '有落在时间范围内的记录被藏在不展示的部分里（会话 1',
      en: 'a record inside the time of the scope is hidden in what is not shown (conversation 1',
    },
    {
      how: 'the proof of completeness taken out',
      make: (files) => {
        const other = new Map(files)
        other.delete(PACKAGE_FILES.completeness)
        return other
      },
      checks: ['files'],
      zh: '缺少文件：proof/completeness.ndjson',
      en: 'missing file: proof/completeness.ndjson',
    },
    {
      how: 'a file that does not belong there',
      make: (files) => new Map(files).set('data/setup.exe', utf8('x')),
      checks: ['container'],
      zh: '多出不该有的文件：data/setup.exe',
      en: 'file that does not belong here: data/setup.exe',
    },
    {
      how: 'the note to the reader',
      make: (files) => changed(files, PACKAGE_FILES.readme, (text) => `${text} `),
      checks: ['files'],
      zh: '文件大小与清单不符：README.txt（33/32）',
      en: 'file size differs from the manifest: README.txt',
    },
    {
      how: 'a row left out of everything, by the house itself',
      make: async () => {
        const { house: place, rows, lines } = whole
        const fewer = rows.toSpliced(9, 1).map((row, i) => ({ ...row, row: i + 1 }))
        return buildPackage(house, place, fewer, new Map([[PACKAGE_FILES.completeness, utf8(lines.join(''))]]))
      },
      checks: ['completeness'],
      zh: '有记录下落不明（会话 ',
      en: 'a record is not accounted for (conversation ',
    },
  ]

  async function open(locale: string): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({ locale, viewport: { width: 1280, height: 900 } })
    await context.setOffline(true)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => complaints.push(message.text()))
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(request.url())
    })
    await page.goto(`file://${join(home, 'verify.html')}`)
    await page.fill('#key', house.verifierKey)
    return { page, complaints }
  }

  async function judge(page: Page, files: Files, name: string): Promise<string> {
    const path = join(home, `${name}.zip`)
    await writeFile(path, Buffer.from(await (await zipOf(files, null)).arrayBuffer()))
    await page.setInputFiles('#file', path)
    await page.waitForSelector('#verdict')
    return (await page.textContent('#verdict')) ?? ''
  }

  const picture = async (page: Page, name: string) => {
    if (SHOTS !== null) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
  }

  it('says that the untouched one is genuine, and proven complete', async () => {
    for (const [locale, title] of [
      ['zh-CN', '真实'],
      ['en-GB', 'Genuine'],
    ] as const) {
      const { page, complaints } = await open(locale)
      expect(await judge(page, genuine, 'genuine')).toBe(title)
      expect(await page.locator('.checks > li.failed').count()).toBe(0)
      expect(await page.locator('.checks > li.passed').count()).toBe(14)
      await picture(page, `genuine-${locale}`)
      expect(complaints).toEqual([])
    }
  }, 120_000)

  it('says exactly what is wrong after each of twenty kinds of tampering and more', async () => {
    const { page: zh, complaints } = await open('zh-CN')
    const { page: en, complaints: more } = await open('en-GB')
    for (const [at, tampering] of TAMPERINGS.entries()) {
      const { how, make, checks } = tampering
      const files = await make(genuine)
      const name = `${String(at + 1).padStart(2, '0')}-${how.replaceAll(/\W+/g, '-')}`
      for (const [page, language] of [
        [zh, 'zh'],
        [en, 'en'],
      ] as const) {
        expect(await judge(page, files, name), how).toBe(language === 'zh' ? '有问题' : 'Wrong')
        const failed = await page
          .locator('.checks > li.failed .name')
          .evaluateAll((names) => names.map(({ firstChild }) => firstChild?.textContent))
        expect(failed, how).toEqual(checks.map((id) => CHECK_WORDS[id].title[language]))
        // where it was found, and at the top
        const said = await page.locator('.findings > li').allTextContents()
        expect(
          said.filter((each) => each.startsWith(tampering[language])),
          `${how}: ${said}`,
        ).toHaveLength(1)
        expect(await page.textContent('.problems'), how).toContain(tampering[language])
        await picture(page, `${name}-${language}`)
      }
    }
    expect([...complaints, ...more]).toEqual([])
  }, 300_000)
})
