import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import type { Draft, Member } from '../piece.ts'
import { jsonSplitter } from '../syntax/json-elements.ts'
import { isObject, type JsonObject, member, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { attachedFile, baseName, joinLines, namedFile, objectsOf, wordOf, wordsOf } from './attached.ts'
import { identityByContent, identityById } from './identity.ts'
import { zoneAssumed } from './local-time.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { readTime } from './times.ts'

// Relativity's Short Message Format (help.relativity.com, "Relativity Short Message Format"; schema 1.0.0 and 2.0.0):
// rsmf_manifest.json with participants, conversations and events, by itself or in rsmf.zip beside the files that its
// events name, or that zip in an .rsmf file (containers/mailed-zip.ts). A time without a zone is read as UTC, and the record says that this was assumed.

interface Names {
  participants: Map<string, Member>
  conversations: Map<string, { title: string; platform: string; members: Member[]; extra: JsonObject }>
}

export const rsmf = {
  name: 'rsmf',
  knowsNames: (names) => names.some((name) => baseName(name) === 'rsmf_manifest.json'),
  knowsHead: headLooksLikeRsmf,
  open: rsmfSource,
} as const satisfies SourceFormat<'rsmf'>

function headLooksLikeRsmf({ text }: PartHead): boolean {
  if (!/^\s*\{/.test(text)) return false
  const has = (key: string) => new RegExp(`"${key}"\\s*:\\s*\\[`).test(text)
  return /"version"\s*:\s*"[12]\.\d+\.\d+"/.test(text) && has('participants') && (has('conversations') || has('events'))
}

function rsmfSource(options: SourceOptions): Source {
  return {
    rank: () => 0,
    reader(part) {
      if (!part.alone && baseName(part.name) !== 'rsmf_manifest.json') return null
      const names: Names = { participants: new Map(), conversations: new Map() }
      // people and conversations stand before the events; where a writer put them behind, all is read as one
      const isInOrder = !/"events"\s*:\s*\[/.test(part.text.split('"participants"', 1)[0] ?? '')
      const splitter = isInOrder
        ? jsonSplitter(['events'], { onHead: (head) => addNames(names, head), onTail: () => undefined })
        : jsonSplitter()
      return {
        splitter,
        read(bytes) {
          const one = readJson(bytes)
          if (one instanceof Unreadable) return one
          if (!isObject(one)) return new Unreadable('not_a_message')
          return Array.isArray(member(one, 'events'))
            ? readManifest(one, options.origin)
            : readEvent(one, names, options.origin)
        },
      }
    },
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function readManifest(manifest: JsonObject, origin: string): readonly Draft[] | Unreadable {
  const names: Names = { participants: new Map(), conversations: new Map() }
  addNames(names, manifest)
  const events = member(manifest, 'events')
  const all = (Array.isArray(events) ? events : []).map((event) =>
    isObject(event) ? readEvent(event, names, origin) : new Unreadable('not_a_message'),
  )
  const drafts = all.filter((one): one is Draft => !(one instanceof Unreadable))
  const wrong = all.find((one) => one instanceof Unreadable)
  return wrong ? new Unreadable(wrong.reason, all.length) : drafts
}

/** Ids are unique in one manifest only: an account is the platform's own, or the address, where one is told. */
function addNames(names: Names, head: JsonObject): void {
  for (const one of objectsOf(head, 'participants')) {
    const account = wordOf(one, 'account_id') || wordOf(one, 'email') || wordOf(one, 'id')
    const name = wordOf(one, 'display')
    if (wordOf(one, 'id') !== '') names.participants.set(wordOf(one, 'id'), { account, name })
  }
  for (const one of objectsOf(head, 'conversations')) {
    const members = wordsOf(one, 'participants').map((id) => names.participants.get(id) ?? { account: id, name: '' })
    names.conversations.set(wordOf(one, 'id'), {
      title: wordOf(one, 'display'),
      platform: wordOf(one, 'platform'),
      members,
      extra: without(one, ['id', 'display', 'platform', 'participants', 'icon']),
    })
  }
}

function readEvent(event: JsonObject, names: Names, origin: string): Draft | Unreadable {
  const type = wordOf(event, 'type')
  if (type === '') return new Unreadable('not_a_message')
  const id = wordOf(event, 'id')
  const conversation = wordOf(event, 'conversation')
  const place = names.conversations.get(conversation)
  const participant = wordOf(event, 'participant')
  const sender = names.participants.get(participant) ?? { account: participant, name: '' }
  const written = wordOf(event, 'timestamp')
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(written)
  const said = describe(event, type, id)
  const fields: RecordFields = {
    platform: place?.platform.toLowerCase() || 'rsmf',
    origin,
    sourceId: said.sourceId,
    conversation,
    sender: sender.account,
    senderName: sender.name,
    recipients: '',
    sourceTs: readTime(written, 'iso', 0),
    kind: said.kind,
    refersTo: said.refersTo,
    extra: canonicalJson({ ...restOf(event), ...(hasZone || written === '' ? {} : zoneAssumed(0)) }),
    body: said.body,
  }
  const content = canonicalJson([said.body, written, event.attachments ?? null])
  return {
    fields,
    identity: id === '' ? identityByContent(fields, content) : identityById([said.sourceId], fields, content),
    counted: id === '',
    conversationTitle: place?.title ?? '',
    members: [sender, ...(place?.members ?? [])],
    // `id` is the file's name in the zip
    files: objectsOf(event, 'attachments').map((one) => namedFile(wordOf(one, 'id'), wordOf(one, 'display'))),
  }
}

function describe(event: JsonObject, type: string, id: string) {
  const files = objectsOf(event, 'attachments').map((one) =>
    attachedFile(wordOf(one, 'display') || baseName(wordOf(one, 'id'))),
  )
  const body = joinLines(wordOf(event, 'body'), ...files.map((one) => one.line))
  const edits = objectsOf(event, 'edits').length
  // without an id nothing can refer to the message; that it was deleted or edited is then in what is kept besides
  if (id !== '' && event.deleted === true)
    return { kind: 'recall' as const, body, sourceId: `${id}/deleted`, refersTo: id }
  if (id !== '' && edits > 0) return { kind: 'edit' as const, body, sourceId: `${id}/${edits}`, refersTo: id }
  return { kind: kindOf(type, files[0]?.kind), body, sourceId: id, refersTo: wordOf(event, 'parent') }
}

function kindOf(type: string, file: Kind | undefined): Kind {
  if (type === 'message') return file ?? 'text'
  return ['join', 'leave', 'disclaimer', 'history'].includes(type) ? 'system' : 'unknown'
}

function restOf(event: JsonObject): JsonObject {
  const held = ['id', 'body', 'conversation', ...(event.type === 'message' ? ['type'] : [])]
  // what an edited or deleted event answers is in no field then
  const isChanged = event.deleted === true || objectsOf(event, 'edits').length > 0
  return without(event, isChanged ? held : [...held, 'parent'])
}
