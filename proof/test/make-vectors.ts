import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toHex } from '../src/bytes/bytes.ts'
import {
  canonicalJson,
  convKeyString,
  convTag,
  convTagKey,
  discloseRecord,
  type Entry,
  encodeEntry,
  encodeRecord,
  epochSalt,
  formatCheckpoint,
  type Hide,
  headDigest,
  LabelledRange,
  labelledLeaf,
  NO_CONVERSATION,
  openDisclosure,
  PACKAGE_FILES,
  type RecordFields,
  recordDigest,
  signNote,
  statementDigest,
} from '../src/index.ts'
import { completePackage, completePackage4 } from './support/complete.ts'
import { addFurther, shownRowsOf, signedByHouse } from './support/further.ts'
import { buildPackage, packedRowsOf, testHouse } from './support/package.ts'
import { bytesFrom, sampleFields } from './support/sample.ts'
import { testSigner } from './support/signer.ts'
import { readManifest, rebuildHashes, signManifest } from './support/tamper.ts'

// Run by hand once for a new format version: `node proof/test/make-vectors.ts FOLDER`. The files in formats/vectors are frozen: never made anew
// for a version that was released, whatever this script says.

const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: make-vectors.ts FOLDER')

/** `version`: of a later version of the format, whose vectors stand beside the first. */
async function write(format: string, valid: unknown, invalid: unknown, version = ''): Promise<void> {
  const path = join(folder ?? '', format)
  await mkdir(path, { recursive: true })
  for (const [name, value] of [
    ['valid', valid],
    ['invalid', invalid],
  ] as const) {
    await writeFile(join(path, `${name}${version}.json`), `${JSON.stringify(value, null, 1)}\n`)
  }
}

const seed = bytesFrom('vector seed', 16)
const records: [string, RecordFields][] = [
  ['a text message', sampleFields()],
  ['nothing but what must be', emptyRecord()],
  ['undated', sampleFields({ sourceTs: null })],
  ['before 1970', sampleFields({ sourceTs: -1 })],
  ['largest time', sampleFields({ sourceTs: Number.MAX_SAFE_INTEGER })],
  ['beyond the basic plane', sampleFields({ body: '😀𠮷\u{10ffff}', senderName: '𠮷田' })],
  ['byte order mark, NUL, not normalised', sampleFields({ body: '\ufeff\u0000e\u0301\r\n' })],
  ['63 code points', sampleFields({ body: '号'.repeat(63) })],
  ['64 code points', sampleFields({ body: '号'.repeat(64) })],
  ['65 code points', sampleFields({ body: '号'.repeat(65) })],
  ['lengths of two and three bytes', sampleFields({ body: 'x'.repeat(16384), extra: 'y'.repeat(128) })],
  ['a recall', sampleFields({ kind: 'recall', refersTo: 'm-1001', body: '' })],
]

function emptyRecord(): RecordFields {
  const empty = { platform: '', origin: '', sourceId: '', conversation: '', sender: '', senderName: '', recipients: '' }
  return { ...empty, sourceTs: null, kind: 'unknown', refersTo: '', extra: '', body: '' }
}

const encoded = toHex(encodeRecord(seed, sampleFields({ extra: '', recipients: '' })))
/** Offset of the kind's length byte: behind version, seed and eight fields. */
const timeAt = encoded.indexOf('08', 34 + 2 * (1 + 3 + 1 + 7 + 1 + 6 + 1 + 8 + 1 + 11 + 1 + 9 + 1))
const splice = (at: number, count: number, text: string): string =>
  encoded.slice(0, at) + text + encoded.slice(at + count)
await write(
  'canonical-record',
  records.map(([name, fields]) => ({ name, seed: toHex(seed), fields, encoded: toHex(encodeRecord(seed, fields)) })),
  [
    { name: 'no bytes', encoded: '', code: 'bad_version' },
    { name: 'version 0', encoded: splice(0, 2, '00'), code: 'bad_version' },
    { name: 'version 2', encoded: splice(0, 2, '02'), code: 'bad_version' },
    { name: 'cut in the seed', encoded: encoded.slice(0, 20), code: 'truncated' },
    { name: 'cut before the first field', encoded: encoded.slice(0, 34), code: 'truncated' },
    { name: 'cut in the last field', encoded: encoded.slice(0, -2), code: 'truncated' },
    { name: 'a byte too many', encoded: `${encoded}00`, code: 'trailing_bytes' },
    { name: 'length in two bytes that fits one', encoded: splice(34, 2, '8300'), code: 'bad_length' },
    { name: 'length of five bytes', encoded: splice(34, 2, '8380808000'), code: 'bad_length' },
    { name: 'overlong UTF-8', encoded: splice(36, 4, 'c080'), code: 'bad_utf8' },
    { name: 'surrogate in UTF-8', encoded: splice(36, 6, 'eda080'), code: 'bad_utf8' },
    {
      name: 'a time of seven bytes',
      encoded: splice(timeAt, 18, `07${encoded.slice(timeAt + 4, timeAt + 18)}`),
      code: 'bad_time',
    },
    { name: 'a time beyond 2^53', encoded: splice(timeAt, 18, '080020000000000000'), code: 'bad_time' },
    { name: 'an unknown kind', encoded: splice(timeAt + 18, 10, '0474657874'.replace('78', '79')), code: 'bad_kind' },
  ],
)

const hides: [string, Hide][] = [
  ['nothing hidden', { fields: [], spans: {} }],
  ['a phone in the middle', { fields: ['recipients', 'extra'], spans: { body: [[8, 12]], sender: [[3, 7]] } }],
  [
    'every field',
    {
      fields: [
        'platform',
        'origin',
        'sourceId',
        'conversation',
        'sender',
        'senderName',
        'recipients',
        'sourceTs',
        'kind',
        'refersTo',
        'extra',
        'body',
      ],
      spans: {},
    },
  ],
  [
    'first and last character',
    {
      fields: [],
      spans: {
        body: [
          [0, 1],
          [22, 23],
        ],
      },
    },
  ],
  ['all characters of a name', { fields: [], spans: { senderName: [[0, 3]] } }],
]
const long = sampleFields({ body: `${'前'.repeat(70)}13800138000${'后'.repeat(120)}` })
const disclosures = [
  ...hides.map(([name, hide]) => disclosed(name, sampleFields(), hide)),
  disclosed('over three blocks', long, {
    fields: [],
    spans: {
      body: [
        [60, 81],
        [128, 192],
      ],
    },
  }),
]

function disclosed(name: string, fields: RecordFields, hide: Hide): object {
  const disclosure = discloseRecord(seed, fields, hide)
  const { digest } = openDisclosure(disclosure)
  return { name, seed: toHex(seed), fields, hide, disclosure, digest: toHex(digest) }
}

const partly = JSON.stringify(discloseRecord(seed, sampleFields(), { fields: [], spans: { senderName: [[1, 2]] } }))
const brokenDisclosures: [string, (text: string) => string, string][] = [
  ['a field too few', (text) => text.replace(/\{"fields":\[\{[^}]*\},/, '{"fields":['), 'bad_disclosure'],
  ['a count too large', (text) => text.replace('"n":3', '"n":4'), 'bad_disclosure'],
  ['a count of none', (text) => text.replace('"n":3', '"n":0'), 'bad_disclosure'],
  ['a character more than salts', (text) => text.replace('"t":"张"', '"t":"张张"'), 'bad_disclosure'],
  ['a key that is not known', (text) => text.replace('"n":3', '"n":3,"x":1'), 'bad_disclosure'],
  ['two shown runs side by side', (text) => text.replace(/\{"h":"[^"]*"\},(\{"t":"凡")/, '$1'), 'bad_disclosure'],
  ['a lone surrogate', (text) => text.replace('"t":"张"', '"t":"\\ud800"'), 'bad_disclosure'],
  ['unpadded base64', (text) => text.replace(/=="/, '"'), 'bad_base64'],
  ['another character', (text) => text.replace('"t":"张"', '"t":"李"'), 'other_digest'],
  ['another time', (text) => text.replace('1693526400000', '1693526400001'), 'other_digest'],
]
await write(
  'commitment',
  {
    digests: records.map(([name, fields]) => ({
      name,
      seed: toHex(seed),
      fields,
      digest: toHex(recordDigest(seed, fields)),
    })),
    disclosures,
  },
  brokenDisclosures.map(([name, change, code]) => {
    const text = change(partly)
    if (text === partly) throw new Error(`nothing changed: ${name}`)
    return { name, digest: toHex(recordDigest(seed, sampleFields())), disclosure: text, code }
  }),
)

const entry: Entry = {
  type: 'record',
  convTag: bytesFrom('tag', 32),
  seq: 41,
  archiveTs: 1_700_000_000_000,
  sourceTs: 1_693_526_400_000,
  digest: bytesFrom('digest', 32),
}
const entries: [string, Entry][] = [
  ['a record', entry],
  ['an undated record', { ...entry, sourceTs: null }],
  ['times before 1970', { ...entry, archiveTs: -1, sourceTs: Number.MIN_SAFE_INTEGER }],
  ['largest number', { ...entry, seq: Number.MAX_SAFE_INTEGER }],
  ['a decision', { ...entry, type: 'decision', convTag: NO_CONVERSATION, seq: 0, sourceTs: null }],
  ['an epoch', { ...entry, type: 'epoch', convTag: NO_CONVERSATION, seq: 0, sourceTs: null }],
]
const entryHex = toHex(encodeEntry(entry))
const conversation = ['sms', 'phone-1', 'thread-7'] as const
const logKey = bytesFrom('log key', 32)
const tagKey = convTagKey(logKey, convKeyString(...conversation))
const statement = { v: 1, what: 'decision', stage: 'legal', outcome: 'approved', at: 1_700_000_000_000 }
await write(
  'ledger-entry',
  {
    entries: entries.map(([name, each]) => ({
      name,
      entry: { ...each, convTag: toHex(each.convTag), digest: toHex(each.digest) },
      encoded: toHex(encodeEntry(each)),
    })),
    tags: [
      {
        conversation,
        logKey: toHex(logKey),
        tagKey: toHex(tagKey),
        tag: toHex(convTag(tagKey, convKeyString(...conversation))),
      },
    ],
    statements: [
      {
        salt: toHex(seed),
        statement,
        canonical: canonicalJson(statement),
        digest: toHex(statementDigest(seed, statement)),
      },
    ],
  },
  [
    { name: 'no bytes', encoded: '', code: 'bad_length' },
    { name: 'a byte too few', encoded: entryHex.slice(2), code: 'bad_length' },
    { name: 'a byte too many', encoded: `${entryHex}00`, code: 'bad_length' },
    { name: 'version 0', encoded: `01${entryHex.slice(2)}`, code: 'bad_version' },
    { name: 'version 2', encoded: `21${entryHex.slice(2)}`, code: 'bad_version' },
    { name: 'type 0', encoded: `10${entryHex.slice(2)}`, code: 'bad_entry_type' },
    { name: 'type 13', encoded: `1d${entryHex.slice(2)}`, code: 'bad_entry_type' },
    {
      name: 'number beyond 2^53',
      encoded: `${entryHex.slice(0, 66)}0020000000000000${entryHex.slice(82)}`,
      code: 'bad_integer',
    },
    { name: 'a decision in a conversation', encoded: `14${entryHex.slice(2)}`, code: 'bad_entry' },
  ],
)

const house = testSigner('house')
const stranger = testSigner('stranger')
const checkpoint = { origin: 'archive.example/evidence', size: 107, root: bytesFrom('root', 32) }
const note = signNote(formatCheckpoint(checkpoint), house.verifierKey, house.sign)
const twice = note + signNote(formatCheckpoint(checkpoint), stranger.verifierKey, stranger.sign).split('\n\n')[1]
const signed = (text: string): string => signNote(text, house.verifierKey, house.sign)
const root = 'A'.repeat(43)
const key = house.verifierKey
await write(
  'checkpoint',
  [
    { name: 'one signature', key, note, origin: checkpoint.origin, size: 107, root: toHex(checkpoint.root) },
    {
      name: 'and one of an unknown key',
      key,
      note: twice,
      origin: checkpoint.origin,
      size: 107,
      root: toHex(checkpoint.root),
    },
  ],
  [
    { name: 'another key', key: stranger.verifierKey, note, code: 'no_known_signature' },
    { name: 'a changed size', key, note: note.replace('\n107\n', '\n108\n'), code: 'bad_signature' },
    { name: 'no empty line', key, note: note.replace('\n\n', '\n'), code: 'bad_note' },
    { name: 'a hyphen for the dash', key, note: note.replace('\u2014', '-'), code: 'bad_note' },
    { name: 'a carriage return', key, note: note.replace('\n107', '\r\n107'), code: 'bad_note' },
    { name: 'unpadded signature', key, note: note.replace(/=*\n$/, '\n').replace(/.\n$/, '\n'), code: 'bad_note' },
    { name: 'no last line end', key, note: note.slice(0, -1), code: 'bad_note' },
    { name: 'an extension line', key, note: signed(`a.example/x\n1\n${root}=\nmore\n`), code: 'bad_checkpoint' },
    { name: 'a leading zero', key, note: signed(`a.example/x\n01\n${root}=\n`), code: 'bad_checkpoint' },
    { name: 'a short root', key, note: signed('a.example/x\n1\nAAAA\n'), code: 'bad_checkpoint' },
    { name: 'no size', key, note: signed(`a.example/x\n\n${root}=\n`), code: 'bad_checkpoint' },
    {
      name: 'a key with another hash',
      key: key.replace(/\+[0-9a-f]{8}\+/, '+00000000+'),
      note,
      code: 'bad_verifier_key',
    },
  ],
)

const files = await buildPackage(house, testHouse({ records: 6 }))
files.delete(PACKAGE_FILES.xlsx)
rebuildHashes(files)
signManifest(files, readManifest(files), house)
const texts = Object.fromEntries([...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]))
const { size } = readManifest(files).ledger
const changes: [string, string, string, string, string[]][] = [
  ['a word of the CSV', PACKAGE_FILES.csv, '请回电', '不必回', ['row_altered', 'hash_differs']],
  ['a guess instead of a mask', PACKAGE_FILES.csv, '138****8000', '13800138000', ['row_altered', 'hash_differs']],
  ['a shown word of a disclosure', PACKAGE_FILES.disclosures, '好的', '不好', ['leaf_differs', 'hash_differs']],
  ['a row number', PACKAGE_FILES.disclosures, '"row":3', '"row":7', ['row_missing', 'hash_differs']],
  ['a label', PACKAGE_FILES.conversations, '会话 1', '会话 9', ['hash_differs', 'row_altered']],
  ['a decision', PACKAGE_FILES.statements, '"approved"', '"refused"', ['not_approved', 'root_differs']],
  ['the number of rows', PACKAGE_FILES.manifest, '"rows":6', '"rows":5', ['signed_text_differs', 'rows_differ']],
  ['the ledger\u2019s size', PACKAGE_FILES.checkpoint, `\n${size}\n`, `\n${size + 1}\n`, ['bad_checkpoint']],
  ['a hash of the shared proof', PACKAGE_FILES.inclusion, '=\n', '=\n\n', ['bad_inclusion', 'size_differs']],
]
for (const [name, file, from] of changes) {
  if (!(texts[file] ?? '').includes(from)) throw new Error(`nothing to change: ${name}`)
}
await write(
  'evidence-package',
  [{ name: 'six rows', trust: house.verifierKey, files: texts }],
  changes.map(([name, file, from, to, codes]) => ({ name, file, from, to, codes })),
)

const small = testHouse({ records: 6 })
const packed = await buildPackage(house, small, packedRowsOf(small))
packed.delete(PACKAGE_FILES.xlsx)
rebuildHashes(packed)
signManifest(packed, readManifest(packed), house)
const packedTexts = Object.fromEntries([...packed].map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]))
const packedChanges: typeof changes = [
  ['a shown word', PACKAGE_FILES.disclosures, '"好的"', '"不好"', ['leaf_differs', 'hash_differs']],
  [
    'where a mask stands',
    PACKAGE_FILES.disclosures,
    '["senderName","name",1,3,',
    '["senderName","name",0,2,',
    ['leaf_differs'],
  ],
  [
    'a mask wider than its field',
    PACKAGE_FILES.disclosures,
    '["senderName","name",1,3,',
    '["senderName","name",1,9,',
    ['bad_disclosure'],
  ],
  [
    'a withheld field that is none',
    PACKAGE_FILES.disclosures,
    '["extra","withheld"]',
    '["kind","withheld"]',
    ['leaf_differs'],
  ],
  ['the version', PACKAGE_FILES.manifest, '"v":2', '"v":1', ['bad_row']],
]
for (const [name, file, from] of packedChanges) {
  if (!(packedTexts[file] ?? '').includes(from)) throw new Error(`nothing to change: ${name}`)
}
await write(
  'evidence-package',
  [{ name: 'six rows of version 2', trust: house.verifierKey, files: packedTexts }],
  packedChanges.map(([name, file, from, to, codes]) => ({ name, file, from, to, codes })),
  '-2',
)

const joined = (i: number): string => (i === 7 ? '林\u200d若溪 👨\u200d👩\u200d👧' : '好的')
const { files: further, rows: byConversation } = await completePackage4(house, { records: 16, body: joined })
further.delete(PACKAGE_FILES.xlsx)
signManifest(further, readManifest(further), house)
await addFurther(further, shownRowsOf(further, byConversation))
signedByHouse(further, house)
const furtherTexts = Object.fromEntries(
  [...further].map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]),
)
const furtherChanges: typeof changes = [
  ['what is made visible', PACKAGE_FILES.csv, '林〖U+200D〗', '林\u200d', ['row_altered']],
  ['a word of the JSON', 'data/records.json', '好的', '不好', ['row_altered', 'hash_differs']],
  [
    'a header of an RSMF file',
    'data/rsmf/00001_2023-09-01.rsmf',
    'X-RSMF-EventCount: ',
    'X-RSMF-EventCount: 1',
    ['document_differs'],
  ],
  ['a word of its text', 'data/text/00001_2023-09-01.txt', '好的', '不好', ['document_row_differs']],
  ['a line of the load file', 'data/production.dat', '样例档案库', '别的档案库', ['document_differs']],
  ['the version', PACKAGE_FILES.manifest, '"v":4', '"v":3', ['row_altered', 'signed_text_differs']],
]
for (const [name, file, from] of furtherChanges) {
  if (!(furtherTexts[file] ?? '').includes(from)) throw new Error(`nothing to change: ${name}`)
}
await write(
  'evidence-package',
  [{ name: 'rows of version 4', trust: house.verifierKey, files: furtherTexts }],
  furtherChanges.map(([name, file, from, to, codes]) => ({ name, file, from, to, codes })),
  '-4',
)

// what a strict mail reader asks: names with letters, commas between them, a full stop, a name longer than a line
const NAMES = ['张小凡', 'Jo. Smith', `很${'长'.repeat(40)}的名字`]
const strictly = {
  records: 16,
  fields: (i: number) => ({ senderName: NAMES[i % 3] ?? '', sender: `1380013800${i % 3}` }),
}
const { files: strict, rows: strictRows } = await completePackage4(house, strictly, 5)
strict.delete(PACKAGE_FILES.xlsx)
signManifest(strict, readManifest(strict), house)
await addFurther(strict, shownRowsOf(strict, strictRows), 5)
signedByHouse(strict, house, 5)
const strictTexts = Object.fromEntries([...strict].map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]))
const strictChanges: typeof changes = [
  ['the date of an RSMF file', 'data/rsmf/00001_2023-09-01.rsmf', 'Date: Fri', 'Date: Sat', ['document_differs']],
  ['a line end of a header', 'data/rsmf/00001_2023-09-01.rsmf', '=?=\r\n =?', '=?= =?', ['document_differs']],
  ['a word of its text', 'data/text/00001_2023-09-01.txt', '好的', '不好', ['document_row_differs']],
  ['the version', PACKAGE_FILES.manifest, '"v":5', '"v":4', ['document_differs', 'signed_text_differs']],
  ['a version that there is not', PACKAGE_FILES.manifest, '"v":5', '"v":6', ['bad_manifest']],
]
for (const [name, file, from] of strictChanges) {
  if (!(strictTexts[file] ?? '').includes(from)) throw new Error(`nothing to change: ${name}`)
}
await write(
  'evidence-package',
  [{ name: 'rows of version 5', trust: house.verifierKey, files: strictTexts }],
  strictChanges.map(([name, file, from, to, codes]) => ({ name, file, from, to, codes })),
  '-5',
)

const complete = await completePackage(house, 16)
complete.files.delete(PACKAGE_FILES.xlsx)
rebuildHashes(complete.files)
signManifest(complete.files, readManifest(complete.files), house)
const completeTexts = Object.fromEntries(
  [...complete.files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]),
)
const range = new LabelledRange()
const leaves = [5, null, -3, 2 ** 40, 5, null, 0].map((ts, i) => ({ ts, digest: bytesFrom(`leaf ${i}`, 32) }))
const roots = leaves.map(({ ts, digest }) => {
  range.append(labelledLeaf(ts, digest))
  return toHex(range.root())
})
await write(
  'completeness',
  [
    {
      name: 'a tree that grows',
      leaves: leaves.map(({ ts, digest }) => ({ ts, digest: toHex(digest) })),
      /** Root node after each leaf, label included. */
      roots,
      head: toHex(headDigest(range.size, range.root())),
      epochSalt: toHex(epochSalt(7)),
    },
    { name: 'a package that proves itself complete', trust: house.verifierKey, files: completeTexts },
  ],
  [
    {
      name: 'the scope',
      file: PACKAGE_FILES.completeness,
      from: '"undated":false',
      to: '"undated":true',
      codes: ['scope_not_approved'],
    },
    {
      name: 'the number of a conversation',
      file: PACKAGE_FILES.completeness,
      from: '"no":3',
      to: '"no":4',
      codes: ['directory_differs', 'conversation_hidden'],
    },
    {
      name: 'the proof of the map',
      file: PACKAGE_FILES.completeness,
      from: '"map":"',
      to: '"map":"AAAA',
      codes: ['bad_completeness'],
    },
    {
      name: 'the sealed root',
      file: PACKAGE_FILES.statements,
      from: '"root":"',
      to: '"root":"00',
      codes: ['bad_statements', 'seal_missing'],
    },
    {
      name: 'a row',
      file: PACKAGE_FILES.disclosures,
      from: '"seq":',
      to: '"seq":1',
      codes: ['leaf_differs', 'record_left_out'],
    },
  ],
)
