import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Entry,
  encodeEntry,
  encodeRecord,
  fileDigestUnder,
  formatHashRenewal,
  type HashRenewal,
  hashOf,
  hashRenewalStatement,
  leafHash,
  MapUnder,
  NO_CONVERSATION,
  recordDigest,
  recordDigestUnder,
  renewedFileLeaf,
  renewedLeaf,
  rootFromLeafHashes,
  statementDigest,
  statementDigestUnder,
  TreeUnder,
  toBase64,
  toHex,
  treeHash,
  utf8,
} from '../src/index.ts'
import { bytesFrom, sampleFields } from './support/sample.ts'
import { openTsa } from './support/tsa.ts'

// Run by hand once for a new format version: `node proof/test/make-hash-renewal-vectors.ts FOLDER`. The stamps are made by openssl
// with keys of that moment: each run makes others. The files in formats/vectors are frozen.

const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: make-hash-renewal-vectors.ts FOLDER')
const hash = treeHash('sha512')

/** A small ledger: two conversations, a statement, a record and a statement that are not kept any more. */
const bodies = ['你好', 'hello, 13800138000', '', 'x'.repeat(65), 'gone']
const records = bodies.map((body, i) => ({
  seed: bytesFrom(`vector seed ${i}`, 16),
  fields: sampleFields({ body, sourceId: `m-${i}`, sourceTs: i === 2 ? null : 1_693_526_400_000 + i }),
}))
const salt = bytesFrom('vector salt', 16)
const statements = [
  { v: 1, import: 'imp_x', items: 5 },
  { v: 1, note: 'gone' },
]
const entries = [
  ...records.map(({ seed, fields }, i): Entry => {
    const place = { convTag: bytesFrom(`vector tag ${i % 2}`, 32), seq: Math.floor(i / 2) }
    return {
      type: 'record',
      ...place,
      archiveTs: 1_700_000_000_000 + i,
      sourceTs: fields.sourceTs,
      digest: recordDigest(seed, fields),
    }
  }),
  ...statements.map((statement, i): Entry => {
    const place = { convTag: NO_CONVERSATION, seq: 0, sourceTs: null, archiveTs: 1_700_000_000_100 + i }
    return { type: 'batch', ...place, digest: statementDigest(salt, statement) }
  }),
]
const gone = new Set([4, 6])
const subjects = [
  ...records.map(({ seed, fields }) => recordDigestUnder(hash, seed, fields)),
  ...statements.map((statement) => statementDigestUnder(hash, salt, statement)),
].map((subject, i) => (gone.has(i) ? null : subject))

const [tree, map, files] = [new TreeUnder(hash), new MapUnder(hash), new TreeUnder(hash)]
const told = entries.map((entry, i) => {
  const bytes = encodeEntry(entry)
  const subject = subjects[i] ?? null
  const leaf = renewedLeaf(hash, bytes, subject)
  tree.add(leaf)
  map.add(entry, leaf)
  const record = i < records.length && !gone.has(i) ? records[i] : undefined
  const statement = i >= records.length && !gone.has(i) ? statements[i - records.length] : undefined
  return {
    entry: toHex(bytes),
    ...(record && { record: toHex(encodeRecord(record.seed, record.fields)) }),
    ...(statement && { salt: toHex(salt), statement }),
    subject: subject && toHex(subject),
    leaf: toHex(leaf),
  }
})
const content = utf8('a file')
const file = fileDigestUnder(hash, records[0]?.seed ?? new Uint8Array(), 0, hashOf(hash, content))
files.add(renewedFileLeaf(hash, 0, 0, file))
files.add(renewedFileLeaf(hash, 1, 3, null))

const tsa = openTsa()
const root = tsa.issue('Vector Root', 'root', null, 'ec', 36500)
const unit = tsa.issue('Vector Unit', 'unit', root, 'ec', 36500)
const earlier = tsa.stamp(utf8('an earlier checkpoint'), { unit })
const { records: count, conversations, root: mapRoot } = map.figures()
const renewal: HashRenewal = {
  checkpoint: {
    origin: 'cunzhen/hse_vector/evidence',
    size: entries.length,
    root: rootFromLeafHashes(entries.map((entry) => leafHash(encodeEntry(entry)))),
  },
  hash: 'sha512',
  root: toHex(tree.root()),
  retained: entries.length - gone.size,
  without: gone.size,
  map: { records: count, conversations, root: toHex(mapRoot) },
  files: { retained: 1, without: 1, root: toHex(files.root()) },
  stamps: [{ digest: toHex(hashOf(hash, earlier)), of: 'checkpoint', number: 3, authority: 'vector' }],
}
const text = formatHashRenewal(renewal)
const valid = {
  hash: 'sha512',
  entries: told,
  files: [
    {
      index: 0,
      at: 0,
      seed: toHex(records[0]?.seed ?? new Uint8Array()),
      content: toBase64(content),
      digest: toHex(file),
    },
    { index: 1, at: 3, digest: null },
  ],
  earlier: toBase64(earlier),
  text,
  statement: hashRenewalStatement(1, renewal),
  roots: [toBase64(root.der)],
  response: toBase64(tsa.stamp(utf8(text), { unit, digest: 'sha512' })),
}
const lines = text.split('\n')
const changed = (name: string, at: number, line: string) => ({ name, text: lines.with(at, line).join('\n') })
const invalid = {
  texts: [
    { name: 'no last line feed', text: text.slice(0, -1) },
    changed('another version', 0, 'cunzhen/hash-renewal/v2'),
    changed('counts that do not add up to the size', 2, '8'),
    changed('the hash that is renewed', 4, 'sha256'),
    changed('a root of another length', 5, `${toHex(bytesFrom('x', 32))} 5 2`),
    changed('more conversations than records', 6, `${renewal.map.root} 5 6`),
    changed('a count with a zero before it', 7, `${renewal.files.root} 01 1`),
    changed('fewer stamps than it says', 8, '2'),
    changed('a stamp of another sort', 9, (lines[9] ?? '').replace('checkpoint', 'seal')),
    changed('a stamp of nobody', 9, (lines[9] ?? '').replace('vector', '-')),
  ],
  responses: [
    { name: 'imprint by SHA-256', fault: 'imprint_algorithm', response: toBase64(tsa.stamp(utf8(text), { unit })) },
    {
      name: 'of another text',
      fault: 'imprint',
      response: toBase64(tsa.stamp(utf8(`${text} `), { unit, digest: 'sha512' })),
    },
  ],
}

const path = join(folder, 'hash-renewal')
await mkdir(path, { recursive: true })
await writeFile(join(path, 'valid.json'), `${JSON.stringify(valid, null, 1)}\n`)
await writeFile(join(path, 'invalid.json'), `${JSON.stringify(invalid, null, 1)}\n`)
