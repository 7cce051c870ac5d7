import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import type { Gaps } from '../gaps.ts'
import type { Draft, Member, NamedFile } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { jsonSplitter } from '../syntax/json-elements.ts'
import { isObject, type JsonObject, member, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { attachedFile, joinLines, namedFile, objectOf, objectsOf, wordOf } from './attached.ts'
import { identityById } from './identity.ts'
import { label } from './label.ts'
import type { Source, SourceFormat, SourceOptions } from './source.ts'
import { heldTime, readTime } from './times.ts'

/**
 * DiscordChatExporter's JSON (github.com/Tyrrrz/DiscordChatExporter, JsonMessageWriter): one channel per file,
 * {guild, channel, dateRange, messages: […], messageCount}. It holds the last version of an edited message only.
 */
export const discord = {
  name: 'discord',
  knowsHead: ({ text }) => isExport(text),
  open: discordSource,
} as const satisfies SourceFormat<'discord'>

interface Channel {
  id: string
  title: string
  guild: string
}
interface Count {
  said: number
  met: number
}

/** Discord's types of what people say (discord.com/developers/docs/resources/message#message-object-message-types). */
const SAID = [
  'Default',
  'Reply',
  'ApplicationCommand',
  'ChatInputCommand',
  'ThreadStarterMessage',
  'ContextMenuCommand',
]
const NUMBERED_SAID = ['0', '19', '20', '21', '23']
const SYSTEM =
  /^(Recipient|Channel|Guild|User|Thread|Stage|AutoModeration|Interaction|RoleSubscription|Purchase|Poll|Incident)[A-Za-z0-9]*$/

function isExport(text: string): boolean {
  return /^\s*\{/.test(text) && /"guild"\s*:\s*\{/.test(text) && /"channel"\s*:\s*\{/.test(text)
}

function discordSource(options: SourceOptions): Source {
  const counts: Count[] = []
  return {
    rank: () => 0,
    reader: (part) => (isExport(part.text) ? channelReader(options, counts) : null),
    gaps: () => gapsOf(counts),
  }
}

function gapsOf(counts: readonly Count[]): Gaps {
  const missing = counts.reduce((sum, { said, met }) => sum + Math.max(0, said - met), 0)
  return { knowable: counts.length > 0, gaps: missing > 0 ? [{ what: 'count', missing }] : [] }
}

function channelReader(options: SourceOptions, counts: Count[]): PartReader {
  let channel: Channel | null = null
  let met = 0
  return {
    splitter: jsonSplitter(['messages'], {
      onHead(head) {
        channel = 'messages' in head ? channelOf(head) : null
      },
      onTail(tail) {
        const said = member(tail, 'messageCount')
        if (typeof said === 'number') counts.push({ said, met })
      },
    }),
    read(bytes) {
      met += 1
      const message = readJson(bytes)
      if (message instanceof Unreadable) return message
      if (!isObject(message) || !('type' in message && 'timestamp' in message)) return new Unreadable('not_a_message')
      const author = objectOf(message, 'author')
      // which channel it belongs to stood where the export is damaged
      if (channel === null || author === null || wordOf(message, 'id') === '') return new Unreadable('wrong_shape')
      return toDraft(message, author, channel, options)
    },
  }
}

function channelOf(head: JsonObject): Channel | null {
  const channel = objectOf(head, 'channel')
  if (!channel) return null
  const guild = objectOf(head, 'guild') ?? {}
  const name = wordOf(channel, 'name')
  // direct messages are exported as a guild numbered 0
  const isDirect = wordOf(guild, 'id') === '0'
  return {
    id: wordOf(channel, 'id'),
    title: isDirect ? name : `${wordOf(guild, 'name')} #${name}`.trim(),
    guild: isDirect ? '' : wordOf(guild, 'id'),
  }
}

function toDraft(message: JsonObject, author: JsonObject, channel: Channel, options: SourceOptions): Draft {
  const sender: Member = { account: wordOf(author, 'id'), name: wordOf(author, 'nickname') || wordOf(author, 'name') }
  const said = describe(message)
  const fields: RecordFields = {
    platform: 'discord',
    origin: options.origin,
    sourceId: wordOf(message, 'id'),
    conversation: channel.id,
    sender: sender.account,
    senderName: sender.name,
    recipients: '',
    sourceTs: readTime(wordOf(message, 'timestamp'), 'iso'),
    kind: said.kind,
    refersTo: refersTo(message, channel),
    extra: canonicalJson({ ...restOf(message, author), ...(channel.guild === '' ? {} : { guild: channel.guild }) }),
    body: joinLines(said.text, ...said.attached, ...objectsOf(message, 'embeds').map(embedLine)),
  }
  return {
    fields,
    // what Discord itself adds to a message (previews of links, reactions) changes from one export to the next
    identity: identityById([fields.sourceId], fields, canonicalJson([said.text, said.attached])),
    counted: false,
    conversationTitle: channel.title,
    members: [sender],
    files: filesOf(message),
  }
}

function describe(message: JsonObject): { kind: Kind; text: string; attached: string[] } {
  const forwarded = objectOf(message, 'forwardedMessage')
  const from = forwarded ?? message
  const files = objectsOf(from, 'attachments').map((file) => attachedFile(wordOf(file, 'fileName')))
  const stickers = objectsOf(from, 'stickers').map((sticker) => label('贴纸', wordOf(sticker, 'name')))
  const type = wordOf(message, 'type')
  const content: Kind = files[0]?.kind ?? (stickers.length > 0 ? 'sticker' : 'text')
  const isSaid = SAID.includes(type) || NUMBERED_SAID.includes(type)
  const other: Kind = type === 'Call' || type === '3' ? 'call' : SYSTEM.test(type) ? 'system' : 'unknown'
  return {
    kind: forwarded ? 'forwarded' : isSaid ? content : other,
    text: joinLines(wordOf(message, 'content'), forwarded ? wordOf(forwarded, 'content') : ''),
    attached: [...files.map(({ line }) => line), ...stickers],
  }
}

/** With its option `--media` the exporter writes paths in place of addresses, escaped as in addresses. */
function filesOf(message: JsonObject): NamedFile[] {
  return objectsOf(objectOf(message, 'forwardedMessage') ?? message, 'attachments').map((one) => {
    const file = namedFile(wordOf(one, 'url'), wordOf(one, 'fileName'))
    return { ...file, paths: [...new Set(file.paths.flatMap((path) => [path, unescaped(path)]))] }
  })
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path // a per cent sign that escapes nothing
  }
}

function refersTo(message: JsonObject, channel: Channel): string {
  const reference = objectOf(message, 'reference')
  // a message of another channel is forwarded or followed, not answered: it stays in `extra`
  const isHere = reference !== null && ['', channel.id].includes(wordOf(reference, 'channelId'))
  return reference !== null && isHere ? wordOf(reference, 'messageId') : ''
}

function embedLine(embed: JsonObject): string {
  const fields = objectsOf(embed, 'fields').map((field) => `${wordOf(field, 'name')} ${wordOf(field, 'value')}`.trim())
  return joinLines(wordOf(embed, 'title'), wordOf(embed, 'description'), ...fields)
}

/** What no field holds, without members that say nothing. */
function restOf(message: JsonObject, author: JsonObject): JsonObject {
  const rest = without(message, [
    'id',
    'content',
    'author',
    ...heldTime(readTime(wordOf(message, 'timestamp'), 'iso'), 'timestamp'),
  ])
  const said = Object.entries(rest).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  )
  return { ...Object.fromEntries(said), author: without(author, ['id']) }
}
