import { type Manifest, PACKAGE_FILES, utf8 } from '@cunzhen/proof'
import {
  all,
  append,
  claim,
  cut,
  edit,
  type Files,
  type Forgery,
  from,
  lines,
  renumbered,
  renumberedCsv,
  replace,
  swapped,
  textIn,
} from './forging.ts'

// What a clever insider could try with a real package, by hand: without a key, with a key of their own, and with the house's.

const { csv, disclosures, conversations, statements, checkpoint, completeness, inclusion, note, xlsx, readme } =
  PACKAGE_FILES
const JSON_FILE = 'data/records.json'
const DAT = 'data/production.dat'
const PDF = 'data/records-0001.pdf'

const UPDATE = '\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 0\ntrailer<</Prev 9>>\nstartxref\n1\n%%EOF\n'

export const FORGERIES: readonly Forgery[] = [
  {
    what: 'a line more in the table',
    by: 'nobody',
    make: lines(csv, (l) => [...l, l[3] ?? '']),
    finds: ['csv:row_doubled', 'files:size_differs'],
  },
  {
    what: 'two lines of the table swapped',
    by: 'nobody',
    make: lines(csv, (l) => swapped(l, 3, 6)),
    finds: ['csv:row_moved', 'files:hash_differs'],
  },
  {
    what: 'a word of the table',
    by: 'rebuilt',
    make: replace(csv, '请打电话', '不要打电话'),
    finds: ['csv:row_altered', 'signature:signed_text_differs'],
  },
  { what: 'a note of another package', by: 'nobody', make: from(note), finds: ['signature:signed_text_differs'] },
  {
    what: 'signed by somebody else under the same name',
    by: 'stranger',
    make: () => undefined,
    finds: ['signature:signer_not_trusted', 'checkpoint:bad_checkpoint'],
  },
  {
    what: 'rows in another order, renumbered',
    by: 'house',
    make: all(
      lines(disclosures, (l) => renumbered(swapped(l, 1, 4))),
      lines(csv, (l) => renumberedCsv(swapped(l, 2, 5))),
    ),
    finds: ['rows:row_out_of_order', 'statements:export_statement'],
  },
  {
    what: 'the tags of two conversations swapped',
    by: 'house',
    make: (files) =>
      edit(files, conversations, (text) => {
        const [a = '', b = ''] = text.match(/[0-9a-f]{64}/g) ?? []
        return text.replace(a, 'A').replace(b, a).replace('A', b)
      }),
    finds: ['rows:leaf_differs', 'ledger:root_differs'],
  },
  {
    what: 'the labels of two conversations swapped, in the table too',
    by: 'house',
    make: all(
      (files) => edit(files, conversations, exchanged),
      (files) => edit(files, csv, exchanged),
    ),
    finds: ['statements:export_statement'],
  },
  {
    what: 'a row left out of everything',
    by: 'house',
    make: all(
      lines(disclosures, (l) => renumbered(l.toSpliced(4, 1))),
      lines(csv, (l) => renumberedCsv(l.toSpliced(5, 1))),
      claim((m) => {
        m.rows -= 1
      }),
    ),
    finds: ['statements:export_statement', 'completeness:record_left_out'],
  },
  {
    what: 'a row hidden as outside the scope: a shorter scope',
    by: 'house',
    make: replace(completeness, '"undated":true', '"undated":false'),
    finds: ['completeness:scope_not_approved'],
  },
  {
    what: 'a scope that forgets a conversation',
    by: 'house',
    make: replace(completeness, /"conversations":\[1,/, '"conversations":['),
    finds: ['completeness:scope_not_approved'],
  },
  {
    what: 'the proof of completeness of another seal',
    by: 'house',
    make: from(completeness),
    finds: ['completeness:'],
  },
  {
    what: 'no proof of completeness',
    by: 'house',
    make: (files) => files.delete(completeness),
    finds: ['container:missing_file'],
  },
  {
    what: 'the statements of another export',
    by: 'house',
    make: from(statements),
    finds: ['ledger:root_differs', 'statements:export_statement'],
  },
  { what: 'an older tree head', by: 'house', make: from(checkpoint), finds: ['checkpoint:checkpoint_differs'] },
  {
    what: 'an older tree head, and a manifest to fit',
    by: 'house',
    make: all(from(checkpoint), (files, other) =>
      claim((m) => {
        m.ledger = (JSON.parse(textIn(other, PACKAGE_FILES.manifest)) as Manifest).ledger
      })(files),
    ),
    finds: ['ledger:'],
  },
  {
    what: 'a size of the ledger',
    by: 'house',
    make: claim((m) => {
      m.ledger.size += 1
    }),
    finds: ['checkpoint:checkpoint_differs'],
  },
  {
    what: 'a hash more in the shared proof',
    by: 'house',
    make: (files) => edit(files, inclusion, (text) => `${text}${text.split('\n')[0]}\n`),
    finds: ['ledger:bad_inclusion'],
  },
  { what: 'the shared proof of another export', by: 'house', make: from(inclusion), finds: ['ledger:'] },
  { what: 'pages that break off', by: 'nobody', make: cut(PDF), finds: ['files:size_differs'] },
  { what: 'pages with an incremental update', by: 'nobody', make: append(PDF, UPDATE), finds: ['files:size_differs'] },
  {
    what: 'pages with an incremental update, signed by the house',
    by: 'house',
    make: append(PDF, UPDATE),
    finds: [],
    trusts: PDF,
  },
  { what: 'pages with another watermark, signed by the house', by: 'house', make: from(PDF), finds: [], trusts: PDF },
  { what: 'the workbook of another export', by: 'house', make: from(xlsx), finds: ['xlsx:row_altered'] },
  { what: 'the JSON of another export', by: 'house', make: from(JSON_FILE), finds: ['json:frame_differs'] },
  {
    what: 'a word of the JSON',
    by: 'house',
    make: replace(JSON_FILE, '请打电话', '不要打电话'),
    finds: ['json:row_altered:1'],
  },
  {
    what: 'a row out of the JSON',
    by: 'house',
    make: lines(JSON_FILE, (l) => l.toSpliced(5, 1)),
    finds: ['json:row_missing:5'],
  },
  {
    what: 'a day of a conversation left out of the RSMF',
    by: 'house',
    make: (files) => files.delete(rsmfOf(files)),
    finds: ['rsmf:missing_file', 'load:'],
  },
  {
    what: 'two RSMF files swapped',
    by: 'house',
    make: (files) => {
      const [a = '', b = ''] = [...files.keys()].filter((name) => name.endsWith('.rsmf'))
      const [x = utf8(''), y = utf8('')] = [files.get(a), files.get(b)]
      files.set(a, y).set(b, x)
    },
    finds: ['rsmf:document_row_differs'],
  },
  {
    what: 'a line out of the load file',
    by: 'house',
    make: lines(DAT, (l) => l.slice(0, -1)),
    finds: ['load:document_differs'],
  },
  {
    what: 'a word of a text of the load file',
    by: 'house',
    make: (files) =>
      edit(files, [...files.keys()].find((name) => name.endsWith('.txt') && name.startsWith('data/')) ?? '', (text) =>
        text.replace('请打电话', '不要打电话'),
      ),
    finds: ['load:document_row_differs:1'],
  },
  {
    what: 'a file of its own',
    by: 'house',
    make: (files) => files.set('data/notes.txt', utf8('read this first')),
    finds: ['container:unexpected_file'],
  },
  {
    what: 'a file whose name differs in its case',
    by: 'house',
    make: (files) => files.set('Data/records.csv', files.get(csv) ?? utf8('')),
    finds: ['container:unexpected_file'],
  },
  {
    what: 'another policy of masks',
    by: 'house',
    make: claim((m) => {
      m.redaction.policy = 'masks/v2 none'
    }),
    finds: ['statements:export_statement'],
  },
  {
    what: 'another case number',
    by: 'house',
    make: claim((m) => {
      m.export.caseNo = '#2026-0877'
    }),
    finds: ['statements:export_statement'],
  },
  {
    what: 'another name of the house',
    by: 'house',
    make: claim((m) => {
      m.house.name = '公证处'
    }),
    finds: ['statements:export_statement'],
  },
  {
    what: 'pseudonyms said to be masks',
    by: 'house',
    make: claim((m) => {
      m.redaction.names = 'pseudonym'
    }),
    finds: ['statements:export_statement'],
  },
  {
    what: 'an export a day earlier',
    by: 'house',
    make: claim((m) => {
      m.export.at -= 86_400_000
    }),
    finds: ['statements:export_statement'],
  },
  {
    what: 'another zone of times',
    by: 'house',
    make: claim((m) => {
      m.export.zone = 420
    }),
    finds: ['csv:row_altered', 'statements:export_statement'],
  },
  {
    what: 'another number of the export',
    by: 'house',
    make: claim((m) => {
      m.export.number = 'E-2026-9999'
    }),
    finds: ['statements:export_statement'],
  },
  {
    what: 'more in scope than there is',
    by: 'house',
    make: claim((m) => {
      for (const each of m.conversations) each.inScope += 1
    }),
    finds: ['completeness:in_scope_differs'],
  },
  {
    what: 'a decision left out',
    by: 'house',
    make: (files) =>
      edit(files, statements, (text) =>
        text.replace(
          /\{"archiveTs":\d+,"index":\d+,"salt":"\w+","statement":\{[^}]*"what":"decision"\},"type":"decision"\},/,
          '',
        ),
      ),
    finds: ['ledger:', 'statements:no_decision'],
  },
  {
    what: 'a decision by somebody else',
    by: 'house',
    make: replace(statements, /"by":"psn_\w+"/, '"by":"psn_aaaaaaaaaaaaaaaa"'),
    finds: ['ledger:root_differs', 'statements:approvals_differ'],
  },
  {
    what: 'a decision a day earlier',
    by: 'house',
    make: replace(statements, '1700000000000', '1699900000000'),
    finds: ['ledger:root_differs'],
  },
  {
    what: 'a mask of another kind',
    by: 'house',
    make: replace(disclosures, '"phone"', '"id_card"'),
    finds: ['statements:export_statement'],
  },
  {
    what: 'a mask that covers less than is hidden',
    by: 'house',
    make: replace(disclosures, /\["body","phone",(\d+),(\d+)/, '["body","phone",$1,$1'),
    finds: ['rows:'],
  },
  {
    what: 'a label of another person',
    by: 'house',
    make: replace(disclosures, /参与人-[A-Z0-9]{6}/, '参与人-AAAAAA'),
    finds: ['csv:row_altered', 'statements:export_statement'],
  },
  {
    what: 'a message archived a day earlier',
    by: 'house',
    make: (files) =>
      edit(files, disclosures, (text) =>
        text.replace(/"archiveTs":(\d+)/, (_, at: string) => `"archiveTs":${Number(at) - 86_400_000}`),
      ),
    finds: ['rows:leaf_differs', 'ledger:root_differs'],
  },
  {
    what: 'a message said an hour later',
    by: 'house',
    make: (files) =>
      edit(files, disclosures, (text) =>
        text.replace(/"sourceTs":(\d+)/, (_, at: string) => `"sourceTs":${Number(at) + 3_600_000}`),
      ),
    finds: ['rows:'],
  },
  {
    what: 'a message of another place in the ledger',
    by: 'house',
    make: (files) =>
      edit(files, disclosures, (text) => text.replace(/"index":(\d+)/, (_, at: string) => `"index":${Number(at) + 1}`)),
    finds: ['ledger:'],
  },
  {
    what: 'a note to the reader that names another key',
    by: 'house',
    make: replace(readme, /验证公钥/g, '公钥'),
    finds: [], // instructions, no evidence: formats/evidence-package.md, "Not promised"
  },
]

function exchanged(text: string): string {
  return text.replaceAll('会话 1', '\0').replaceAll('会话 2', '会话 1').replaceAll('\0', '会话 2')
}

function rsmfOf(files: Files): string {
  return [...files.keys()].find((name) => name.endsWith('.rsmf')) ?? ''
}
