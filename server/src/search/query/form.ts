import { KINDS, type Kind } from '@cunzhen/proof/keeping'
import { DAY, HOUSE_OFFSET, type Instant, SECOND } from '#base'
import { houseTime, kindsNamed, timesNamed } from './field-values.ts'
import { type Field, printTree, readTree, type Tree } from './language.ts'

// A query as a form: what stands beside the search box. Fields that every hit must satisfy have places of their own; all
// else is `words`. Both ways lose nothing: a form made of a query writes a query that means the same.

export interface SearchForm {
  /** The part of the query that no place below holds, in the query language. */
  readonly words: string
  readonly senders: readonly string[]
  readonly participants: readonly string[]
  readonly subjects: readonly string[]
  readonly departments: readonly string[]
  readonly projects: readonly string[]
  readonly groups: readonly string[]
  readonly conversations: readonly string[]
  readonly platforms: readonly string[]
  readonly kinds: readonly Kind[]
  readonly files: readonly string[]
  readonly classes: readonly string[]
  readonly marks: readonly string[]
  readonly tags: readonly string[]
  /** Half-open, whole seconds; null: open. */
  readonly from: Instant | null
  readonly to: Instant | null
}

const PLACES = {
  sender: 'senders',
  participant: 'participants',
  subject: 'subjects',
  department: 'departments',
  project: 'projects',
  group: 'groups',
  conversation: 'conversations',
  platform: 'platforms',
  file: 'files',
  class: 'classes',
  mark: 'marks',
  tag: 'tags',
} as const
type Listed = keyof typeof PLACES
const LISTED = Object.keys(PLACES) as Listed[] // the keys of the literal above

/** @throws Refusal (invalid) `query_kind_unknown`, `query_time_unreadable` */
export function formOf(tree: Tree | null): SearchForm {
  const parts = tree ? partsOf(tree) : []
  const fields = new Map<Field, readonly string[]>()
  // Of two fields of one name the last has the form's place (treeOf writes it there); the others stay among the words.
  for (const part of parts) if (part.what === 'field') fields.set(part.field, part.values)
  const rest = parts.filter((part) => part.what !== 'field' || fields.get(part.field) !== part.values)
  const listed = (field: Listed) => fields.get(field) ?? []
  const time = (field: 'from' | 'to') => {
    const values = fields.get(field)
    return values ? timesNamed(field, values).at : null
  }
  const [only] = rest
  return {
    words: printTree(rest.length > 1 ? { what: 'all', parts: rest } : (only ?? null)),
    senders: listed('sender'),
    participants: listed('participant'),
    subjects: listed('subject'),
    departments: listed('department'),
    projects: listed('project'),
    groups: listed('group'),
    conversations: listed('conversation'),
    platforms: listed('platform'),
    kinds: inOrder(kindsNamed(fields.get('kind') ?? [])),
    files: listed('file'),
    classes: listed('class'),
    marks: listed('mark'),
    tags: listed('tag'),
    from: time('from'),
    to: time('to'),
  }
}

/** @throws Refusal (invalid) as readTree, for the words */
export function treeOf(form: SearchForm): Tree | null {
  const words = readTree(form.words)
  const parts: Tree[] = words ? [...partsOf(words)] : []
  const add = (field: Field, values: readonly string[]) => {
    const kept = values.filter((value) => value !== '')
    if (kept.length > 0) parts.push({ what: 'field', field, values: kept })
  }
  for (const field of LISTED) add(field, form[PLACES[field]])
  add('kind', inOrder(form.kinds))
  if (form.from !== null) add('from', [written(form.from)])
  if (form.to !== null)
    add('to', [form.to % DAY === DAY - HOUSE_OFFSET ? written(form.to - DAY) : houseTime(form.to - SECOND)])
  const [only] = parts
  return parts.length > 1 ? { what: 'all', parts } : (only ?? null)
}

function partsOf(tree: Tree): readonly Tree[] {
  return tree.what === 'all' ? tree.parts : [tree]
}

function inOrder(kinds: readonly Kind[]): Kind[] {
  return KINDS.filter((kind) => kinds.includes(kind))
}

/** Midnight as its day alone. */
function written(at: number): string {
  const text = houseTime(at)
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text
}
