import { beforeAll, describe, expect, it } from 'vitest'
import { completePackage4 } from '../../test/support/complete.ts'
import { zipOf } from '../../test/support/containers.ts'
import { addFurther, shownRowsOf, signedByHouse } from '../../test/support/further.ts'
import { testSigner } from '../../test/support/signer.ts'
import {
  changed,
  changedLines,
  type Files,
  found,
  readManifest,
  signManifest,
  textOf,
} from '../../test/support/tamper.ts'
import { fromUtf8, utf8 } from '../bytes/bytes.ts'
import { readWhole } from '../containers/reader.ts'
import { SHEET } from '../containers/sheet-parts.ts'
import { PACKAGE_LIMITS as LIMITS, openZip } from '../containers/zip.ts'
import { type Manifest, PACKAGE_FILES } from '../package/package.ts'
import { RSMF_MANIFEST, rsmfDocument } from '../render/render-rsmf.ts'
import { rsmfParts } from '../render/rsmf-mail.ts'
import type { ShownRow } from '../render/shown-row.ts'
import { onTrustText } from '../words/verdict-words.ts'
import { verifyPackage } from './verify.ts'

// What an insider with the house's own key could do: a further format that tells another story, signed by the house. Every case below has
// a whole manifest and a good signature; nothing but the comparison with the rows can find it.

const house = testSigner('house')
const PINNED = { trust: [house.verifierKey] }
let genuine: Files

beforeAll(async () => {
  const made = await completePackage4(house, { records: 40 })
  genuine = made.files
  await addFurther(genuine, shownRowsOf(genuine, made.rows))
  signedByHouse(genuine, house)
})

const verdictOf = (files: Files) => verifyPackage(signedByHouse(new Map(files), house), PINNED)
const rsmfNames = () => [...genuine.keys()].filter((name) => name.startsWith('data/rsmf/'))
const [FIRST, SECOND] = ['data/rsmf/00001_2023-09-01.rsmf', 'data/rsmf/00002_2023-09-01.rsmf']

describe('further formats of version 4', () => {
  it('are compared with the rows and found to be theirs; pages are told to be taken on trust', async () => {
    const verdict = await verdictOf(genuine)
    expect(found(verdict)).toEqual([])
    expect(verdict.verdict).toBe('genuine')
    const count = (id: string) => verdict.checks.find((check) => check.id === id)?.count
    expect([count('json'), count('rsmf'), count('load')]).toEqual([23, rsmfNames().length, rsmfNames().length])
    expect(verdict.onTrust).toEqual([...genuine.keys()].filter((name) => name.startsWith('data/pages/')).sort())
    expect(onTrustText(verdict, 'zh')).toMatch(/^data\/pages\/ \(2\)：.*以 CSV 为准。$/)
  })

  it('of an earlier version are taken on trust, each of them, and the verdict says so', async () => {
    const lying = changed(genuine, 'data/records.json', (text) => text.replace('好的', '不好'))
    lying.delete('data/records.xlsx') // of version 3 it may be made by any program
    const verdict = await verifyPackage(signedByHouse(lying, house, 3), PINNED)
    expect([verdict.verdict, verdict.onTrust.includes('data/records.json')]).toEqual(['genuine', true])
    expect(verdict.checks.filter(({ state }) => state === 'skipped').map(({ id }) => id)).toEqual(
      expect.arrayContaining(['json', 'rsmf', 'load']),
    )
  })
})

describe('RSMF files of version 5', () => {
  const strictly = async (v: Manifest['v']): Promise<Files> => {
    const { files, rows } = await completePackage4(house, { records: 16 }, 5)
    await addFurther(files, shownRowsOf(files, rows), v)
    return signedByHouse(files, house, 5)
  }

  it('are compared with the rows as that version writes them, and those of version 4 are not theirs', async () => {
    const files = await strictly(5)
    expect(textOf(files, FIRST)).toContain('\r\nDate: Fri, 01 Sep 2023 08:07:07 +0800\r\n')
    const verdict = await verifyPackage(files, PINNED)
    expect([verdict.verdict, found(verdict)]).toEqual(['genuine', []])
    const older = await verifyPackage(await strictly(4), PINNED)
    expect(found(older)).toContain('rsmf:document_differs')
  })

  it('give no time that a receiver’s date cannot hold, and say which participant may be several', async () => {
    const shown = (at: string, sender: string, name: string): ShownRow => {
      const cells = ['1', '1', '会话 1', '0', at, at, 'text', sender, name, '', 'x', 'sms', '', '', '0', 'ab']
      return { cells, conv: 1, kinds: [] }
    }
    const manifestOf = (version: Manifest['v'], row: ShownRow) => {
      const day = { no: 1, conv: 1, day: '', part: 1, rows: [row] }
      const context = { version, number: 'E-1', house: 'h', language: 'en', policy: 'p' } as const
      return JSON.parse(rsmfDocument(day, context).manifest)
    }
    for (const at of ['0000-06-01 08:00:00 +08:00', '0001-01-01 08:00:00 +08:00', '9999-12-31 08:00:00 -08:00']) {
      const [event] = manifestOf(5, shown(at, 'a', '')).events
      expect(event.timestamp).toBeUndefined()
      expect(event.custom).toContainEqual({ name: 'time', value: at })
      expect(manifestOf(4, shown(at, 'a', '')).events[0].timestamp).toBe(at.replace(' ', 'T').replace(' ', ''))
    }
    const at = '2026-01-02 08:00:00 +08:00'
    const several = (version: Manifest['v'], sender: string, name: string) =>
      manifestOf(version, shown(at, sender, name)).participants[0].custom?.[0].value
    for (const [sender, name] of [
      ['138****8000', '林**'],
      ['〖hidden〗', ''],
      ['', ''],
      ['〖已隐去〗', '〖已隐去〗'],
    ] as const) {
      expect(several(5, sender, name)).toContain('there may be several')
      expect(several(4, sender, name)).toBeUndefined()
    }
    for (const [sender, name] of [
      ['a', '林**'],
      ['****', '〖客户-LRTP2P〗'],
    ] as const)
      expect(several(5, sender, name)).toBeUndefined()
  })
})

describe('records.json that an insider changed', () => {
  const JSON_FILE = 'data/records.json'
  const cases: [what: string, change: (lines: string[]) => string[], findings: string[]][] = [
    [
      'a word',
      (lines) => lines.map((line, i) => (i === 3 ? line.replace('好的', '不好') : line)),
      ['json:row_altered:3'],
    ],
    ['a row left out', (lines) => lines.toSpliced(4, 1), ['json:row_missing:4']],
    ['a row twice', (lines) => lines.toSpliced(4, 0, lines[4] ?? ''), ['json:row_doubled:4']],
    ['a row of its own', (lines) => lines.toSpliced(4, 0, '{"row":99}\n'), ['json:row_unknown:4']],
    [
      'a row moved',
      (lines) => [...lines.slice(0, 2), ...lines.slice(3, 8), ...lines.slice(2, 3), ...lines.slice(8)],
      ['json:row_moved:2'],
    ],
    [
      'another count',
      ([head = '', ...rest]) => [head.replace('"count":23', '"count":24'), ...rest],
      ['json:frame_differs'],
    ],
    [
      'what is masked said to be shown',
      (lines) => lines.map((line, i) => (i === 3 ? line.replace(/"redacted":\[.*\]/, '"redacted":[]') : line)),
      ['json:row_altered:3'],
    ],
    [
      'a key of its own behind the rows',
      (lines) => [...lines.slice(0, -1), '],"note":"x"}\n'],
      ['json:frame_differs', 'json:row_unknown:24'],
    ],
    ['text behind its end', (lines) => [...lines, 'x\n'], ['json:frame_differs']],
    ['cut off', (lines) => lines.slice(0, -1), ['json:frame_differs']],
  ]
  it.each(cases)('%s', async (_what, change, findings) => {
    const verdict = await verdictOf(changedLines(genuine, JSON_FILE, change))
    expect(verdict.verdict).toBe('wrong')
    expect(found(verdict)).toEqual(findings)
  })
})

describe('RSMF that an insider changed', () => {
  it.each<[what: string, change: (files: Files) => unknown, findings: string[]]>([
    ['left out', (files) => files.delete(FIRST), ['rsmf:missing_file', 'load:document_differs']],
    [
      'of a day that no row has',
      (files) => files.set('data/rsmf/00001_2023-09-09.rsmf', genuine.get(FIRST) ?? utf8('')),
      ['rsmf:document_unknown'],
    ],
    ['swapped with another conversation', (files) => swap(files, FIRST, SECOND), ['rsmf:document_row_differs']],
    [
      'with another subject',
      (files) => files.set(FIRST, utf8(textOf(files, FIRST).replace(/Subject: .*/, 'Subject: x'))),
      ['rsmf:document_differs'],
    ],
    [
      'with a third part',
      (files) => files.set(FIRST, utf8(`${textOf(files, FIRST)}\r\n--cunzhen-rsmf-2\r\n\r\neA==`)),
      ['rsmf:bad_document'],
    ],
    [
      'with words before its parts',
      (files) => files.set(FIRST, utf8(textOf(files, FIRST).replace('\r\n\r\n--', '\r\n\r\nhello\r\n--'))),
      ['rsmf:document_differs'],
    ],
    ['that is none', (files) => files.set(FIRST, utf8('x')), ['rsmf:bad_document']],
  ])('%s', async (_what, change, findings) => {
    const files = new Map(genuine)
    change(files)
    const verdict = await verdictOf(files)
    expect(verdict.verdict).toBe('wrong')
    expect(found(verdict).map((each) => each.replace(/:\d+$/, ''))).toEqual(expect.arrayContaining(findings))
  })

  it.each<[what: string, change: (manifest: string) => string, finding: string]>([
    ['a word of a message', (text) => text.replace('"body":"好的"', '"body":"不好"'), 'rsmf:document_row_differs:3'],
    ['a time', (text) => text.replace('T08:10:10', 'T09:10:10'), 'rsmf:document_row_differs:3'],
    ['who said it', (text) => text.replace('"display":"张〖客户A〗"', '"display":"李四"'), 'rsmf:document_differs'],
    ['spaces', (text) => ` ${text}`, 'rsmf:document_differs'],
    ['no manifest', () => 'x', 'rsmf:document_row_differs:1'],
  ])('in its manifest: %s', async (_what, change, finding) => {
    const files = new Map(genuine)
    await repack(files, change)
    const verdict = await verdictOf(files)
    expect(verdict.verdict).toBe('wrong')
    expect(found(verdict)).toContain(finding)
  })

  it('larger than its rows can make it: given up, not kept', async () => {
    const files = new Map(genuine).set(FIRST, new Uint8Array(64 * 1024 * 1024).fill(0x20))
    expect(found(await verdictOf(files))).toEqual(
      expect.arrayContaining(['container:file_too_large', 'rsmf:unreadable_file']),
    )
    const inflated = new Map(genuine)
    await repack(inflated, () => ' '.repeat(32 * 1024 * 1024))
    expect(found(await verdictOf(inflated))).toContain('rsmf:bad_document')
  })

  it('with a second file in its zip', async () => {
    const files = new Map(genuine)
    await repack(files, (text) => text, [['note.txt', utf8('read this')]])
    expect(found(await verdictOf(files))).toContain('rsmf:bad_document')
  })
})

describe('load files that an insider changed', () => {
  it.each<[what: string, file: string, change: (text: string) => string, finding: string]>([
    ['a custodian', 'data/production.dat', (text) => text.replace('样例档案库', '别的档案库'), 'load:document_differs'],
    [
      'a digest',
      'data/production.dat',
      (text) => text.replace(/[0-9a-f]{64}/, '0'.repeat(64)),
      'load:document_differs',
    ],
    [
      'a document left out',
      'data/production.dat',
      (text) =>
        text
          .split(/(?<=\r\n)/)
          .slice(0, -1)
          .join(''),
      'load:document_differs',
    ],
    ['a document of its own', 'data/production.dat', (text) => `${text}x\r\n`, 'load:document_differs'],
    ['headings', 'data/production.dat', (text) => text.replace('CUSTODIAN', 'AUTHOR'), 'load:headings_differ'],
    ['a path', 'data/production.opt', (text) => text.replace('.\\pages', '..\\pages'), 'load:document_differs'],
    [
      'a word of a text',
      'data/text/00001_2023-09-01.txt',
      (text) => text.replace(/: 好的/, ': 不好'),
      'load:document_row_differs:3',
    ],
    ['a line at the end of a text', 'data/text/00001_2023-09-01.txt', (text) => `${text}x`, 'load:document_differs'],
  ])('%s', async (_what, file, change, finding) => {
    const verdict = await verdictOf(changed(genuine, file, change))
    expect(verdict.verdict).toBe('wrong')
    expect(found(verdict)).toContain(finding)
  })

  it('pages of a document that there is none of', async () => {
    const files = new Map(genuine).set('data/pages/00009_2023-09-01.pdf', utf8('%PDF'))
    expect(found(await verdictOf(files))).toEqual(['load:document_unknown'])
  })
})

describe('a workbook of version 4 that an insider changed', () => {
  const parts = async () => {
    const zip = await openZip(new Blob([new Uint8Array(genuine.get(XLSX) ?? [])]), null, LIMITS, new Set())
    const read = async (name: string) => fromUtf8(await readWhole(zip.read(name), 2 ** 24, name))
    return new Map(await Promise.all(zip.files.map(async ({ name }) => [name, await read(name)] as const)))
  }
  const XLSX = 'data/records.xlsx'
  const cases: [what: string, change: (parts: Map<string, string>) => unknown][] = [
    ['a format that shows nothing', (all) => edit(all, 'xl/styles.xml', 'numFmtId="49"', 'numFmtId="0"')],
    ['a name of the sheet', (all) => edit(all, 'xl/workbook.xml', 'name="records"', 'name="complete"')],
    ['a column of no width', (all) => edit(all, SHEET, 'width="48"', 'width="0"')],
    ['a row of no height', (all) => edit(all, SHEET, '<row r="3" ht="30"', '<row r="3" ht="0"')],
    ['a style of a cell', (all) => edit(all, SHEET, '<c r="K3" t=', '<c r="K3" s="1" t=')],
    ['words that stand in no row', (all) => edit(all, SHEET, '<oddFooter>', '<oddHeader>x</oddHeader><oddFooter>')],
    ['a part of its own', (all) => all.set('docProps/core.xml', '<x/>')],
    ['a part left out', (all) => all.delete('xl/styles.xml')],
  ]
  it.each(cases)('%s', async (_what, change) => {
    const all = await parts()
    change(all)
    const zip = await zipOf(
      [...all].map(([name, text]) => [name, utf8(text)] as [string, Uint8Array]),
      null,
    )
    const verdict = await verdictOf(new Map(genuine).set(XLSX, new Uint8Array(await zip.arrayBuffer())))
    expect(found(verdict)).toEqual(expect.arrayContaining(['xlsx:bad_xlsx']))
    expect(found(verdict).filter((each) => !each.startsWith('xlsx:'))).toEqual([])
  })
})

describe('a package of version 4', () => {
  it('proves that it is complete, or is none', async () => {
    const files = new Map(genuine)
    files.delete(PACKAGE_FILES.completeness)
    expect(found(await verdictOf(files))).toEqual(['container:missing_file'])
    expect((await verdictOf(genuine)).completeness.state).toBe('proven')
  })
})

describe('what the manifest alone says', () => {
  it.each<[detail: string, change: (manifest: Manifest) => unknown]>([
    ['caption', ({ export: exported }) => Object.assign(exported, { caseNo: '#2023-0877' })],
    ['caption', ({ house: named }) => Object.assign(named, { name: '别的档案库' })],
    ['masks', ({ redaction }) => Object.assign(redaction, { policy: 'default-2' })],
    ['names', ({ redaction }) => Object.assign(redaction, { names: 'pseudonym' })],
  ])('is in the ledger too: another %s is found, though the house signed it', async (detail, change) => {
    const files = new Map(genuine)
    const manifest = readManifest(files)
    change(manifest)
    signManifest(files, manifest, house)
    const verdict = await verifyPackage(signedByHouse(files, house), PINNED)
    const statements = verdict.checks.find(({ id }) => id === 'statements')
    expect(statements?.findings).toEqual([{ code: 'export_statement', detail }])
  })
})

function edit(all: Map<string, string>, name: string, from: string, to: string): void {
  const before = all.get(name) ?? ''
  if (!before.includes(from)) throw new Error(`nothing to change in ${name}`)
  all.set(name, before.replace(from, to))
}

function swap(files: Files, a: string, b: string): void {
  const [first = utf8(''), second = utf8('')] = [files.get(a), files.get(b)]
  files.set(a, second).set(b, first)
}

/** The first RSMF file with another manifest, packed as a zip program does. */
async function repack(
  files: Files,
  change: (manifest: string) => string,
  more: [string, Uint8Array][] = [],
): Promise<void> {
  const mail = textOf(files, FIRST)
  const inner = await openZip(new Blob([new Uint8Array(rsmfParts(utf8(mail)).zip)]), null, LIMITS, new Set())
  const manifest = fromUtf8(await readWhole(inner.read(RSMF_MANIFEST), 2 ** 20, RSMF_MANIFEST))
  const zip = await zipOf([[RSMF_MANIFEST, utf8(change(manifest))], ...more], null)
  const packed = Buffer.from(await zip.arrayBuffer())
  const old = Buffer.from(rsmfParts(utf8(mail)).zip).toString('base64')
  const lines = (text: string) => (text.match(/.{1,76}/g) ?? []).join('\r\n')
  files.set(FIRST, utf8(mail.replace(lines(old), lines(packed.toString('base64')))))
}
