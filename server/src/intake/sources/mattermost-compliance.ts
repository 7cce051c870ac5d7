import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import type { Draft } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { attachedFile, baseName } from './attached.ts'
import { headerOf, rowsUnder, underColumns } from './csv.ts'
import { identityByContent, identityById } from './identity.ts'
import { readTime } from './times.ts'

// The compliance export as CSV (docs.mattermost.com, "Compliance export", posts.csv): one row per post, file, joining
// and leaving. Columns differ from version to version; these are in all of them.

const NEEDED = ['Post Creation Time', 'Channel Name', 'Post Message', 'Post Type']

type Row = ReadonlyMap<string, string>

export function complianceReader(head: string, origin: string): PartReader | null {
  const header = headerOf(head, NEEDED)
  if (!header) return null
  return rowsUnder(header, (cells) => toDraft(underColumns(header.columns, cells), origin))
}

function toDraft(row: Row, origin: string): Draft {
  const cell = (column: string) => row.get(column) ?? ''
  const said = describe(row)
  const sender = cell('Username') || cell('User Email') || cell('User Id')
  const written = cell('Post Creation Time')
  const sourceTs = readTime(written, 'ms')
  const fields: RecordFields = {
    platform: 'mattermost',
    origin,
    sourceId: said.sourceId,
    conversation: cell('Channel Id') || `${cell('Team Name')}/${cell('Channel Name')}`,
    sender,
    senderName: '',
    recipients: '',
    sourceTs,
    kind: said.kind,
    refersTo: said.refersTo,
    extra: canonicalJson(restOf(row, String(sourceTs) === written)),
    body: cell('Post Type') === 'attachment' ? attachedFile(fileName(cell('Post Message'))).line : cell('Post Message'),
  }
  const counted = fields.sourceId === ''
  const content = canonicalJson([fields.body, written, cell('Post Type'), cell('Post Message')])
  return {
    fields,
    identity: counted ? identityByContent(fields, content) : identityById([fields.sourceId], fields, content),
    counted,
    conversationTitle: cell('Channel Display Name') || cell('Channel Name'),
    members: [{ account: sender, name: '' }],
  }
}

function describe(row: Row): { kind: Kind; sourceId: string; refersTo: string } {
  const cell = (column: string) => row.get(column) ?? ''
  const id = cell('Post Id')
  const update = cell('Post Update Type').toLowerCase()
  const type = cell('Post Type')
  const changed = (kind: Kind) => ({ kind, sourceId: `${id}/${cell('Post Update Time')}`, refersTo: id })
  if (id !== '' && /delete/.test(update)) return changed('recall')
  if (id !== '' && /editednew/.test(update)) return changed('edit')
  // a file's row carries the id of the post it hangs on
  if (type === 'attachment') {
    const { kind } = attachedFile(fileName(cell('Post Message')))
    return { kind, sourceId: id === '' ? '' : `${id}/${baseName(cell('Post Message'))}`, refersTo: id }
  }
  if (type === 'deleted attachment') return { kind: 'recall', sourceId: '', refersTo: id }
  if (type === 'message' || type === '') return { kind: 'text', sourceId: id, refersTo: cell('Replied to Post Id') }
  const isMove = ['enter', 'leave', 'previously-joined'].includes(type) || type.startsWith('system_')
  return { kind: isMove ? 'system' : 'unknown', sourceId: id, refersTo: cell('Replied to Post Id') }
}

/** `files/<post>/<id>-name.txt`, sometimes in brackets: the name alone. */
function fileName(path: string): string {
  return baseName(path.replace(/^\((.*)\)$/s, '$1')).replace(/^[a-z0-9]{26}-/, '')
}

/** What no field holds; the time too where its field does not give it back. */
function restOf(row: Row, exactTime: boolean): Record<string, string> {
  const held = ['Channel Id', 'Username', ...(exactTime ? ['Post Creation Time'] : [])]
  if (row.get('Post Type') !== 'attachment') held.push('Post Message')
  return Object.fromEntries([...row].filter(([column, value]) => value !== '' && !held.includes(column)))
}
