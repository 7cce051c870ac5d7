import { canonicalJson, KINDS, type Kind, type RecordFields } from '@cunzhen/proof'
import { Refusal } from '#base'
import { SequenceCheck } from '../gaps.ts'
import type { Draft } from '../piece.ts'
import { isObject, type Json, type JsonObject, member, Unreadable } from '../syntax/json-value.ts'
import { identityByContent, identityById } from './identity.ts'
import { readTime, type TimeFormat } from './times.ts'

/** Which column (CSV header, or dotted JSON path) holds what. `id`: columns that together name a row. */
export interface Mapping {
  platform: string
  /** '': the conversation is of those who take part, sender and recipients. */
  conversation: string
  sender: string
  text: string
  time?: string | null | undefined
  senderName?: string | null | undefined
  kind?: string | null | undefined
  conversationTitle?: string | null | undefined
  recipients?: string | null | undefined
  id: string[]
  timeFormat: TimeFormat
  /** Minutes east of UTC, for local times. */
  zone: number
}

const KIND_WORDS: Readonly<Record<string, Kind>> = {
  文本: 'text',
  文字: 'text',
  图片: 'image',
  照片: 'image',
  语音: 'voice',
  视频: 'video',
  文件: 'file',
  位置: 'location',
  名片: 'card',
  链接: 'link',
  聊天记录: 'forwarded',
  转发: 'forwarded',
  撤回: 'recall',
  编辑: 'edit',
  表情: 'sticker',
  通话: 'call',
  电话: 'call',
  系统: 'system',
  系统通知: 'system',
  提示: 'system',
  事件: 'event',
  图像: 'image',
  音频: 'voice',
  短视频: 'video',
  附件: 'file',
  文档: 'file',
  定位: 'location',
  地理位置: 'location',
  小程序: 'link',
  网页: 'link',
  红包: 'card',
  转账: 'card',
  卡片: 'card',
  合并转发: 'forwarded',
  动画表情: 'sticker',
  贴纸: 'sticker',
  语音通话: 'call',
  视频通话: 'call',
  音视频通话: 'call',
  引用: 'text',
  回复: 'text',
  短信: 'text',
  txt: 'text',
  message: 'text',
  picture: 'image',
  pic: 'image',
  photo: 'image',
  img: 'image',
  audio: 'voice',
  document: 'file',
  attachment: 'file',
  emoji: 'sticker',
  url: 'link',
  revoke: 'recall',
}

/** `图片消息` is 图片, `消息` by itself a text. */
function kindNamed(written: string): Kind | null {
  const word = written
    .trim()
    .toLowerCase()
    .replace(/(?<=.)(消息|信息|类型?)$/, '')
  const known = KINDS.find((kind) => kind === word)
  return known ?? (Object.hasOwn(KIND_WORDS, word) ? (KIND_WORDS[word] ?? null) : null)
}

/** Rows of a table, whoever wrote it, to records. */
export class RowReader {
  readonly sequence = new SequenceCheck()
  readonly #mapping: Mapping
  readonly #origin: string
  readonly #paths = new Map<string, string[]>()
  readonly #sequenceColumn: string | null
  readonly #ownIds: string[]

  /** @param dotted whether `a.b` may mean member b of member a */
  constructor(mapping: Mapping, origin: string, dotted: boolean) {
    this.#mapping = mapping
    this.#origin = origin
    for (const column of columnsOf(mapping)) this.#paths.set(column, dotted ? column.split('.') : [column])
    this.#ownIds = mapping.id.filter((column) => column !== mapping.conversation)
    // conversation + one number = numbered within its conversation; any other id says nothing about what is missing
    const [only, second] = this.#ownIds
    const numbered = mapping.id.includes(mapping.conversation) && second === undefined
    this.#sequenceColumn = numbered && only !== undefined ? only : null
  }

  read(row: JsonObject): Draft | Unreadable {
    const fields = this.#fields(row)
    if (fields instanceof Unreadable) return fields
    const title = this.#optional(row, this.#mapping.conversationTitle)
    const ids = this.#ids(row)
    if (ids) fields.sourceId = ids.own.join('/')
    if (ids) this.#count(fields.conversation, ids.own)
    return {
      fields,
      identity: ids ? identityById(ids.all, fields) : identityByContent(fields),
      counted: ids === null,
      conversationTitle: title,
      members: [{ account: fields.sender, name: fields.senderName }, ...this.#recipients(row).map(nameless)],
    }
  }

  #fields(row: JsonObject): RecordFields | Unreadable {
    const mapping = this.#mapping
    const sender = scalar(this.#get(row, mapping.sender))
    const recipients = this.#recipients(row)
    const conversation =
      mapping.conversation === '' ? between(sender, recipients) : scalar(this.#get(row, mapping.conversation))
    const body = scalar(this.#get(row, mapping.text))
    if (conversation === undefined || sender === undefined || body === undefined)
      return new Unreadable('missing_column')
    if (conversation === null || sender === null || body === null) return new Unreadable('wrong_shape')
    const time = this.#time(row)
    const kind = this.#kind(row)
    return {
      platform: mapping.platform,
      origin: this.#origin,
      sourceId: '',
      conversation,
      sender,
      senderName: this.#optional(row, mapping.senderName),
      recipients: recipients.length > 0 ? canonicalJson(recipients) : '',
      sourceTs: time.at,
      kind: kind.kind,
      refersTo: '',
      extra: this.#rest(row, time.exact, kind.exact),
      body,
    }
  }

  #time(row: JsonObject): { at: number | null; exact: boolean } {
    const written = this.#mapping.time ? scalar(this.#get(row, this.#mapping.time)) : undefined
    if (!written) return { at: null, exact: written === '' || written === undefined }
    const at = readTime(written, this.#mapping.timeFormat, this.#mapping.zone)
    return { at, exact: String(at) === written }
  }

  #kind(row: JsonObject): { kind: Kind; exact: boolean } {
    if (!this.#mapping.kind) return { kind: 'text', exact: true }
    const written = this.#optional(row, this.#mapping.kind).trim()
    const kind = kindNamed(written) ?? 'unknown'
    return { kind, exact: kind === written }
  }

  #recipients(row: JsonObject): string[] {
    const value = this.#mapping.recipients ? this.#get(row, this.#mapping.recipients) : undefined
    const listed = Array.isArray(value) ? value.map(scalar) : (scalar(value) ?? '').split(/[;；,，、]/)
    return listed.map((one) => (one ?? '').trim()).filter((one) => one !== '')
  }

  /** null: this row has no id. */
  #ids(row: JsonObject): { all: string[]; own: string[] } | null {
    if (this.#mapping.id.length === 0) return null
    const all: string[] = []
    for (const column of this.#mapping.id) {
      const value = scalar(this.#get(row, column))
      if (!value) return null
      all.push(value)
    }
    return { all, own: all.filter((_, at) => this.#mapping.id[at] !== this.#mapping.conversation) }
  }

  #count(conversation: string, own: string[]): void {
    if (this.#sequenceColumn === null || own[0] === undefined) return
    if (/^\d{1,15}$/.test(own[0])) this.sequence.add(conversation, Number(own[0]))
    else this.sequence.giveUp()
  }

  #optional(row: JsonObject, column: string | null | undefined): string {
    return column ? (scalar(this.#get(row, column)) ?? '') : ''
  }

  #get(row: JsonObject, column: string): Json | undefined {
    const whole = member(row, column)
    if (whole !== undefined) return whole
    let value: Json | undefined = row
    for (const step of this.#paths.get(column) ?? [column]) value = isObject(value) ? member(value, step) : undefined
    return value
  }

  /** What no field holds. A time or kind that its field does not give back letter by letter stays here as written. */
  #rest(row: JsonObject, exactTime: boolean, exactKind: boolean): string {
    const { time, kind } = this.#mapping
    let rest: JsonObject | null = null
    for (const [key, value] of Object.entries(row)) {
      const used = this.#paths.has(key)
      if (used && !((key === time && !exactTime) || (key === kind && !exactKind))) continue
      rest ??= {}
      // an own member called __proto__ must stay one
      if (key === '__proto__') Object.defineProperty(rest, key, { value, enumerable: true })
      else rest[key] = value
    }
    if (!rest) return ''
    return canonicalJson(rest)
  }
}

export function needMapping(mapping: Mapping | null): Mapping {
  if (!mapping) throw new Refusal('invalid', 'mapping_needed')
  return mapping
}

export function columnsOf(mapping: Mapping): string[] {
  const { conversation, sender, text, time, senderName, kind, conversationTitle, recipients, id } = mapping
  const all = [conversation, sender, text, time, senderName, kind, conversationTitle, recipients, ...id]
  return all.filter((column): column is string => typeof column === 'string' && column !== '')
}

/** A cell's text; undefined where there is none, null where it is a list or an object. */
function scalar(value: Json | undefined): string | null | undefined {
  if (typeof value === 'string') return value
  if (value === undefined) return undefined
  if (value === null) return ''
  return typeof value === 'object' ? null : String(value)
}

/** Of two or more people, whoever of them speaks. */
function between(sender: string | null | undefined, recipients: readonly string[]): string | null | undefined {
  return sender && [...new Set([sender, ...recipients])].sort().join('|')
}

function nameless(account: string): { account: string; name: string } {
  return { account, name: '' }
}
