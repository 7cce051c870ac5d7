import { ProofError } from '../bytes/errors.ts'
import { type JsonValue, parseCanonicalJson } from '../bytes/jcs.ts'
import { BASE64_32, HEX16, HEX32, integer, list, matching, object, oneOf, text, time } from '../bytes/shapes.ts'
import type { EpochStatement } from '../completeness/completeness-map.ts'
import { isSpanField } from '../record/commitment.ts'
import type { Disclosure } from '../record/disclosure.ts'
import { FIELDS, type Field } from '../record/record.ts'
import type { Mask } from './mask.ts'
import {
  type ConversationCount,
  type Conversations,
  type FileDigest,
  type Manifest,
  PACKAGE_FORMAT,
  ROW_ORDERS,
  type Row,
  STATEMENT_TYPES,
  type Statement,
  type StatementEntry,
  type Statements,
} from './package.ts'

// Strict readers of the package's JSON: each key expected, none besides, every value within its bounds.
// All of them throw ProofError 'bad_shape' naming the place, or 'not_canonical_json'.

export function parseManifest(json: string): Manifest {
  const value = object(parseCanonicalJson(json), 'manifest', MANIFEST_KEYS)
  const v = value.v
  if (value.format !== PACKAGE_FORMAT || (v !== 1 && v !== 2 && v !== 3 && v !== 4 && v !== 5))
    throw new ProofError('bad_version', 'manifest')
  const house = object(value.house, 'house', ['name', 'origin', 'key'])
  const redaction = object(value.redaction, 'redaction', ['policy', 'names'])
  const ledger = object(value.ledger, 'ledger', ['size', 'root'])
  return {
    format: PACKAGE_FORMAT,
    v,
    house: { name: text(house.name, 'name'), origin: text(house.origin, 'origin'), key: text(house.key, 'key') },
    export: parseExport(value.export),
    scope: matching(value.scope, 'scope', HEX32),
    redaction: {
      policy: text(redaction.policy, 'policy'),
      names: oneOf(redaction.names, 'names', ['mask', 'pseudonym']),
    },
    rows: integer(value.rows, 'rows'),
    conversations: list(value.conversations, 'conversations').map(parseCount),
    approvals: list(value.approvals, 'approvals').map((digest) => matching(digest, 'approvals', HEX32)),
    ledger: { size: integer(ledger.size, 'size'), root: matching(ledger.root, 'root', BASE64_32) },
    files: list(value.files, 'files').map((file) => parseFile(file, v >= 3)),
  }
}

const MANIFEST_KEYS = [
  'format',
  'v',
  'house',
  'export',
  'scope',
  'redaction',
  'rows',
  'conversations',
  'approvals',
  'ledger',
  'files',
] as const

function parseExport(value: JsonValue | undefined): Manifest['export'] {
  const found = object(value, 'export', ['number', 'caseNo', 'at', 'language', 'zone', 'order'])
  const zone = integer(found.zone, 'zone', -840)
  if (zone > 840) throw new ProofError('bad_shape', 'zone')
  return {
    number: text(found.number, 'number'),
    caseNo: text(found.caseNo, 'caseNo'),
    at: time(found.at, 'at'),
    language: oneOf(found.language, 'language', ['zh', 'en']),
    zone,
    order: oneOf(found.order, 'order', ROW_ORDERS),
  }
}

function parseCount(value: JsonValue): ConversationCount {
  const found = object(value, 'conversations', ['conv', 'rows', 'firstSeq', 'lastSeq', 'inScope'])
  return {
    conv: integer(found.conv, 'conv', 1),
    rows: integer(found.rows, 'rows', 1),
    firstSeq: integer(found.firstSeq, 'firstSeq'),
    lastSeq: integer(found.lastSeq, 'lastSeq'),
    inScope: integer(found.inScope, 'inScope'),
  }
}

function parseFile(value: JsonValue, withSm3: boolean): FileDigest {
  const found = object(value, 'files', withSm3 ? ['name', 'size', 'sha256', 'sm3'] : ['name', 'size', 'sha256'])
  return {
    name: text(found.name, 'name'),
    size: integer(found.size, 'size'),
    sha256: matching(found.sha256, 'sha256', HEX32),
    ...(withSm3 ? { sm3: matching(found.sm3, 'sm3', HEX32) } : {}),
  }
}

export function parseConversations(json: string): Conversations {
  const value = object(parseCanonicalJson(json), 'conversations', ['v', 'conversations'])
  if (value.v !== 1) throw new ProofError('bad_version', 'conversations')
  const conversations = list(value.conversations, 'conversations').map((item) => {
    const found = object(item, 'conversations', ['tag', 'label', 'key'])
    return {
      tag: matching(found.tag, 'tag', HEX32),
      label: text(found.label, 'label'),
      key: found.key === null ? null : matching(found.key, 'key', HEX16),
    }
  })
  return { v: 1, conversations }
}

/** One line of disclosures.ndjson of version 1, without its LF. The disclosure itself is checked by openDisclosure. */
export function parseRow(json: string): Row {
  let value: JsonValue
  let spelling: string
  try {
    value = JSON.parse(json) as JsonValue // JSON.parse gives nothing but JSON values
    spelling = JSON.stringify(value)
  } catch {
    throw new ProofError('bad_shape', 'row') // no JSON, or so deep that the stack ends first
  }
  // one spelling (no space, no doubled key, no `1e3`) without the cost of sorting every key of every line again
  if (spelling !== json) throw new ProofError('not_canonical_json', 'row')
  const found = object(value, 'row', ROW_KEYS)
  return {
    row: integer(found.row, 'row', 1),
    index: integer(found.index, 'index'),
    conv: integer(found.conv, 'conv', 1),
    seq: integer(found.seq, 'seq'),
    archiveTs: time(found.archiveTs, 'archiveTs'),
    sourceTs: found.sourceTs === null ? null : time(found.sourceTs, 'sourceTs'),
    leaf: matching(found.leaf, 'leaf', BASE64_32),
    open: found.open as unknown as Disclosure, // openDisclosure believes none of it
    masks: list(found.masks, 'masks').map(parseMask),
  }
}

const ROW_KEYS = ['row', 'index', 'conv', 'seq', 'archiveTs', 'sourceTs', 'leaf', 'open', 'masks'] as const

function parseMask(value: JsonValue): Mask {
  const found = object(value, 'masks', ['field', 'kind'], ['start', 'end', 'label', 'fixed'])
  const field: Field = oneOf(found.field, 'masks', FIELDS)
  const kind = text(found.kind, 'masks')
  const label = found.label === undefined ? {} : { label: text(found.label, 'masks') }
  if (found.fixed !== undefined && found.fixed !== true) throw new ProofError('bad_shape', 'masks')
  const fixed = found.fixed === true ? ({ fixed: true } as const) : {}
  if (found.start === undefined && found.end === undefined) {
    if (found.fixed !== undefined) throw new ProofError('bad_shape', 'masks')
    return { field, kind, ...label }
  }
  if (!isSpanField(field)) throw new ProofError('bad_shape', 'masks')
  return { field, start: integer(found.start, 'masks'), end: integer(found.end, 'masks', 1), kind, ...label, ...fixed }
}

export function parseStatements(json: string): Statements {
  const value = object(parseCanonicalJson(json), 'statements', ['v', 'statements'])
  if (value.v !== 1) throw new ProofError('bad_version', 'statements')
  return { v: 1, statements: list(value.statements, 'statements').map(parseStatement) }
}

function parseStatement(value: JsonValue): StatementEntry {
  const found = object(value, 'statements', ['index', 'type', 'archiveTs', 'salt', 'statement'])
  const type = oneOf(found.type, 'type', STATEMENT_TYPES)
  const statement = found.statement
  checkStatementValue(statement, 0)
  if (typeof statement !== 'object' || statement === null || Array.isArray(statement)) {
    throw new ProofError('bad_shape', 'statement')
  }
  const fields = statement as Statement // an object, and checkStatementValue went through it
  if (fields.v !== 1 || fields.what !== type) throw new ProofError('bad_shape', 'statement')
  checkStatementFields(type, fields)
  return {
    index: integer(found.index, 'index'),
    type,
    archiveTs: time(found.archiveTs, 'archiveTs'),
    salt: matching(found.salt, 'salt', HEX16),
    statement: fields,
  }
}

/** Codes, ids, digests and times: nothing that could be a customer's word. */
function checkStatementValue(value: JsonValue | undefined, depth: number): void {
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'number' && Number.isSafeInteger(value)) return
  if (typeof value === 'string' && /^[\x20-\x7e]{0,200}$/.test(value)) return
  if (typeof value !== 'object' || depth >= 4) throw new ProofError('bad_shape', 'statement')
  if (Array.isArray(value)) {
    for (const item of value) checkStatementValue(item, depth + 1)
    return
  }
  for (const [key, item] of Object.entries(value)) {
    if (!/^[a-z][A-Za-z0-9]{0,39}$/.test(key)) throw new ProofError('bad_shape', 'statement')
    checkStatementValue(item, depth + 1)
  }
}

function checkStatementFields(type: StatementEntry['type'], statement: Statement): void {
  if (type === 'epoch') {
    parseEpoch(statement)
    return
  }
  time(statement.at, 'statement.at')
  if (type !== 'consent') matching(statement.scope, 'statement.scope', HEX32)
  if (type === 'consent') oneOf(statement.outcome, 'statement.outcome', ['agreed', 'refused', 'withdrawn'])
  if (type === 'decision') {
    matching(statement.stage, 'statement.stage', /^[a-z][a-z0-9_]{0,39}$/)
    oneOf(statement.outcome, 'statement.outcome', ['approved', 'refused'])
  }
  if (type === 'export') {
    text(statement.export, 'statement.export')
    integer(statement.rows, 'statement.rows')
    matching(statement.disclosures, 'statement.disclosures', HEX32)
    matching(statement.records, 'statement.records', HEX32)
  }
}

/** The same from JSON of anybody. Throws ProofError 'bad_shape'. */
export function parseSeal(value: JsonValue): EpochStatement {
  return parseEpoch(object(value, 'epoch', EPOCH_KEYS) as Statement) // parseEpoch looks at every value
}

/** The statement of an epoch seal. Throws ProofError 'bad_shape'. */
export function parseEpoch(statement: Statement): EpochStatement {
  const found = object(statement, 'epoch', EPOCH_KEYS)
  if (found.v !== 1 || found.what !== 'epoch') throw new ProofError('bad_shape', 'epoch')
  return {
    v: 1,
    what: 'epoch',
    size: integer(found.size, 'epoch.size'),
    records: integer(found.records, 'epoch.records'),
    conversations: integer(found.conversations, 'epoch.conversations'),
    root: matching(found.root, 'epoch.root', HEX32),
    directory: integer(found.directory, 'epoch.directory'),
    directoryRoot: matching(found.directoryRoot, 'epoch.directoryRoot', HEX32),
  }
}

const EPOCH_KEYS = ['v', 'what', 'size', 'records', 'conversations', 'root', 'directory', 'directoryRoot'] as const
