import type { Format, Mapping, NewMapping } from '../../wire.ts'

/** Tables: their columns have to be named before they can be read. */
export type TableFormat = NewMapping['format']
const TABLES: readonly TableFormat[] = ['csv', 'jsonl', 'xlsx']

export function needsMapping(format: Format | null): format is TableFormat {
  return TABLES.some((table) => table === format)
}

/** The table a file's name promises; null: the server finds out by its content. */
export function tableOf(fileName: string): TableFormat | null {
  return /\.xlsx$/i.test(fileName) ? 'xlsx' : null
}

export type MappingPart =
  | 'text'
  | 'sender'
  | 'conversation'
  | 'time'
  | 'senderName'
  | 'conversationTitle'
  | 'recipients'
  | 'kind'

/** Names that columns of exports carry for each part, most telling first. */
const NAMES: Record<MappingPart, RegExp[]> = {
  text: [
    /^(text|content|body|message|msg|danmaku)$/i,
    /内容$|正文/,
    /^(消息|文本|短信|信息|留言|聊天记录|对话)$/,
    /内容|(text|content|body)$/i,
  ],
  sender: [
    /^(sender|from|user_?id|uid|author|account)$/i,
    /^(发送|发件|发言|发信|提交)(人|者|方)?(账号|帐号|号码|id)$/i,
    /^(发送|发件|发言|发信)(人|者|方)|^(来自|从|发出方)$/,
    /^(?!.*(接收|收件|对方)).*(账号|帐号|用户)/,
    /(sender|user|from)/i,
  ],
  conversation: [
    /^(conversation|room_?id|room|thread|chat|channel|group|(str_?)?talker(_?id)?|session_?id)$/i,
    /(会话|房间|频道|群聊?)(id|编号|号|标识)$/i,
    /^(?!.*类型).*(会话|群|房间|频道)/,
    /(conversation|room|thread|chat)/i,
  ],
  time: [
    /^(time|timestamp|ts|date|datetime|sent_?at|created_?at|msgtime)$/i,
    /(发送|发言|消息|短信|创建|提交)(时间|日期)/,
    /时间|日期/,
    /(time|date)/i,
  ],
  senderName: [
    /^(sender_?name|nick|nickname|user_?name|name|display_?name)$/i,
    /^(?!.*(群|会话|接收|收件|文件)).*(昵称|姓名|名称|名字)/,
  ],
  conversationTitle: [/^(title|room_?name|subject|topic|channel_?name)$/i, /标题|群名/],
  recipients: [/^(to|recipients?|receiver|tolist)$/i, /^(接收|收件|收信)(?!.*(时间|状态))/, /^(对方|发送给|收方)/],
  kind: [/^(kind|type|msg_?type)$/i, /类型/],
}

/** A first guess at which column holds what; a column is used once. The person sees and corrects it. */
export function guessMapping(columns: readonly string[]): Mapping {
  const used = new Set<string>()
  const pick = (part: MappingPart): string | null => {
    for (const name of NAMES[part]) {
      const column = columns.find((one) => !used.has(one) && name.test(one))
      if (column !== undefined) {
        used.add(column)
        return column
      }
    }
    return null
  }
  const text = pick('text') ?? ''
  const time = pick('time')
  const conversation = pick('conversation') ?? ''
  const senderName = pick('senderName')
  const sender = pick('sender') ?? senderName ?? ''
  return {
    platform: 'generic',
    conversation,
    sender,
    text,
    time,
    senderName: senderName === sender ? null : senderName,
    kind: pick('kind'),
    conversationTitle: pick('conversationTitle'),
    recipients: pick('recipients'),
    id: columns.filter((one) => /^(id|msg_?id|message_?id|消息id|编号)$/i.test(one)).slice(0, 1),
    timeFormat: 'auto',
    zone: 480,
  }
}

/** What must be told before rows can be read: without a conversation, it is of those who take part. */
export function isMapped(mapping: Mapping): boolean {
  return mapping.text !== '' && mapping.sender !== '' && (mapping.conversation !== '' || Boolean(mapping.recipients))
}

/** Saved mappings, those first that were made by a table with the very columns of this one. */
export function fitting<M extends { columns: readonly string[]; name: string }>(
  saved: readonly M[],
  columns: readonly string[],
): { one: M; fits: boolean }[] {
  const key = (names: readonly string[]) => JSON.stringify(names.toSorted())
  const own = key(columns)
  const marked = saved.map((one) => ({ one, fits: one.columns.length > 0 && key(one.columns) === own }))
  return marked.toSorted((a, b) => Number(b.fits) - Number(a.fits))
}
