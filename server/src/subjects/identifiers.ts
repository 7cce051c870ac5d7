import type { PersonActor } from '#access'
import { newId, type ParticipantNo, Refusal, type SubjectId } from '#base'
import { isUniqueViolation, type ReadableDb, readTable, type Tx } from '#platform'
import { considerSubject } from './consider.ts'
import { linkFree, withThisPhone } from './links.ts'
import { hintOf, IDENTIFIER_KINDS, type IdentifierKind, normalIdentifier } from './lookups.ts'
import { allowed, required, type SubjectsParts, type SubjectView, standing, subjectView } from './parts.ts'
import { phoneDigits } from './phone.ts'
import * as store from './store.ts'

// What a customer is known by besides accounts: order numbers, customer numbers, further phones. Given by hand or from a
// list; kept as a keyed hash and its last letters.

/** @throws Refusal `identifier_invalid`, `identifier_taken` with the customer who has it, `no_such_subject`, `subject_merged` */
export async function addIdentifier(
  parts: SubjectsParts,
  actor: PersonActor,
  id: SubjectId,
  given: { readonly kind: IdentifierKind; readonly value: string },
): Promise<SubjectView> {
  await allowed(parts, actor, 'subject.identify', null, async (tx, draft) => {
    draft.detail({ subject: id, kind: given.kind, what: 'add' })
    await standing(tx, id)
    await writeIdentifier(tx, parts, id, given, 'hand')
    await considerSubject(tx, parts, id)
  })
  return subjectView(parts, actor, await required(parts.db, id))
}

/** @throws Refusal `identifier_not_found` */
export async function removeIdentifier(
  parts: SubjectsParts,
  actor: PersonActor,
  id: SubjectId,
  identifier: store.IdentifierId,
): Promise<SubjectView> {
  await allowed(parts, actor, 'subject.identify', null, async (tx, draft) => {
    draft.detail({ subject: id, what: 'remove' })
    if (!(await store.dropIdentifier(tx, id, identifier))) throw new Refusal('not_found', 'identifier_not_found')
  })
  return subjectView(parts, actor, await required(parts.db, id))
}

async function writeIdentifier(
  tx: Tx,
  parts: SubjectsParts,
  subject: SubjectId,
  { kind, value }: { readonly kind: IdentifierKind; readonly value: string },
  source: 'hand' | 'csv',
): Promise<void> {
  const normal = normalIdentifier(kind, value)
  const lookup = parts.lookups.of(kind, normal)
  const row = { id: newId<store.IdentifierId>('idn'), subject, kind, lookup, hint: hintOf(normal, kind), source }
  try {
    await store.addIdentifier(tx, { ...row, added_at: parts.clock.now() })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const [holder] = await store.holdersOf(tx, [lookup])
    if (holder !== subject) throw new Refusal('conflict', 'identifier_taken', { subject: holder ?? null })
  }
}

/** Customers known by exactly this, whatever kind it is; merged ones as who they turned out to be. */
export async function knownBy(db: ReadableDb, parts: SubjectsParts, typed: string): Promise<SubjectId[]> {
  const lookups = IDENTIFIER_KINDS.flatMap((kind) => {
    try {
      return [parts.lookups.of(kind, normalIdentifier(kind, typed))]
    } catch {
      return [] // what is no phone may still be an order number
    }
  })
  const found = new Set<SubjectId>()
  for (const id of await store.holdersOf(db, lookups)) found.add(await store.survivorOf(db, id))
  return [...found]
}

// --- from a list ---

export interface IdentifiersImported {
  readonly added: number
  readonly created: number
  /** Already there, of the same customer. */
  readonly known: number
  /** Line numbers of the file, the header being line 1. */
  readonly refused: { readonly line: number; readonly code: string }[]
}

const HEADER = ['customer', 'name', 'kind', 'value'] as const
type Cells = Record<(typeof HEADER)[number], string>

/**
 * CSV with the header `customer,name,kind,value` in any order, `name` optional. `customer` is a phone, an id (`sub_…`) or
 * an identifier that is known already; where it is a phone that nobody has and a name stands beside it, the customer is
 * made. Each line is one transaction: taken whole, or refused with a code.
 *
 * @throws Refusal `csv_unreadable`, `csv_header_wrong` for the file as a whole, and those of access
 */
export async function importIdentifiers(
  parts: SubjectsParts,
  actor: PersonActor,
  csv: string,
): Promise<IdentifiersImported> {
  const lines = readLines(csv)
  const outcome = { added: 0, created: 0, known: 0, refused: [] as IdentifiersImported['refused'] }
  await allowed(parts, actor, 'subject.identify', null, async (_tx, draft) => {
    draft.detail({ what: 'import', lines: lines.length })
  })
  for (const { line, cells } of lines) {
    try {
      if (cells === null) throw new Refusal('invalid', 'columns_wrong')
      const accounts = await accountsOf(parts, cells)
      const { isNew, made } = await parts.db.write((tx) => takeLine(tx, parts, cells, accounts))
      if (made) outcome.created += 1
      if (isNew) outcome.added += 1
      else outcome.known += 1
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error
      outcome.refused.push({ line, code: error.code })
    }
  }
  const { added, created, known, refused } = outcome
  const detail = { what: 'imported', added, created, known, refused: refused.length }
  await parts.recorder.record({ action: 'subject.identify', actor, detail })
  return outcome
}

/** Accounts that are this phone, looked through by another thread: before the transaction, for nobody else can write during one. */
async function accountsOf(parts: SubjectsParts, { customer }: Cells): Promise<ParticipantNo[]> {
  const digits = phoneIn(customer)
  const isNew = digits !== null && (await store.subjectByPhone(parts.db, digits)) === undefined
  return isNew ? withThisPhone(parts, digits) : []
}

async function takeLine(
  tx: Tx,
  parts: SubjectsParts,
  cells: Cells,
  accounts: readonly ParticipantNo[],
): Promise<{ isNew: boolean; made: boolean }> {
  const kind = IDENTIFIER_KINDS.find((each) => each === cells.kind.toLowerCase())
  if (kind === undefined) throw new Refusal('invalid', 'identifier_kind_unknown')
  const known = await customerOf(tx, parts, cells.customer)
  const subject = known ?? (await makeCustomer(tx, parts, cells, accounts))
  const before = (await store.identifiersOf(tx, subject)).length
  await writeIdentifier(tx, parts, subject, { kind, value: cells.value }, 'csv')
  await considerSubject(tx, parts, subject)
  return { isNew: (await store.identifiersOf(tx, subject)).length > before, made: known === null }
}

async function customerOf(tx: Tx, parts: SubjectsParts, typed: string): Promise<SubjectId | null> {
  if (typed === '') throw new Refusal('invalid', 'customer_unknown')
  if (/^sub_[a-z0-9]{16}$/.test(typed)) {
    const row = await store.subjectById(tx, typed as SubjectId) // an unknown one is refused below
    if (!row) throw new Refusal('invalid', 'customer_unknown')
    return store.survivorOf(tx, row.id)
  }
  const byPhone = await store.subjectByPhone(tx, phoneDigits(typed))
  const found = new Set(await knownBy(tx, parts, typed))
  if (byPhone) found.add(await store.survivorOf(tx, byPhone.id))
  if (found.size > 1) throw new Refusal('invalid', 'customer_ambiguous')
  return [...found][0] ?? null
}

function phoneIn(typed: string): string | null {
  const digits = phoneDigits(typed)
  return /^[\d\s+().-]+$/.test(typed.normalize('NFKC')) && /^\d{5,15}$/.test(digits) ? digits : null
}

async function makeCustomer(
  tx: Tx,
  parts: SubjectsParts,
  { customer, name }: Cells,
  accounts: readonly ParticipantNo[],
): Promise<SubjectId> {
  const digits = phoneIn(customer)
  if (digits === null || name === '' || name.length > 100) throw new Refusal('invalid', 'customer_unknown')
  const id = newId<SubjectId>('sub')
  await store.addSubject(tx, {
    id,
    name,
    phone: customer,
    phone_digits: digits,
    note: '',
    created_at: parts.clock.now(),
    merged_into: null,
  })
  await linkFree(tx, parts, id, accounts)
  return id
}

/** Every column is there, empty where the header does not name it; null: the line is of another width. */
function readLines(csv: string): { line: number; cells: Cells | null }[] {
  const lines = readTable(csv, { columns: HEADER, needed: ['customer', 'kind', 'value'], longest: 10_000 })
  return lines.map(({ line, cells }) => ({
    line,
    cells: cells && { customer: '', name: '', kind: '', value: '', ...cells },
  }))
}
