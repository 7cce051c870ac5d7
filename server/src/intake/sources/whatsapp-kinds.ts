import type { Kind } from '@cunzhen/proof'
import type { NamedFile } from '../piece.ts'
import { attachedFile, namedFile } from './attached.ts'

export interface WhatsappSaid {
  kind: Kind
  body: string
  /** WhatsApp's own words that the message was edited, as written behind it; ''. */
  edited: string
  files: readonly NamedFile[]
}

/** What WhatsApp writes in place of media that the export leaves out, in English, Chinese and the larger languages. */
const OMITTED: readonly (readonly [RegExp, Kind])[] = [
  [
    /^(image|photo|GIF) omitted$|^(图片|图像|照片|GIF|動圖|动图)(已忽略|已省略|未包含)$|^(忽略|已?省略)(图片|圖片|图像|GIF)$/i,
    'image',
  ],
  [
    /^video( note)? omitted$|^(视频|影片|視訊|视频留言)(已忽略|已省略|未包含)$|^(忽略|已?省略)(视频|影片|視訊)$/i,
    'video',
  ],
  [/^audio omitted$|^(音频|语音|音訊|語音)(已忽略|已省略|未包含)$|^(忽略|已?省略)(音频|语音|音訊|語音)$/i, 'voice'],
  [/^sticker omitted$|^(贴图|贴纸|貼圖|表情)(已忽略|已省略|未包含)$|^(忽略|已?省略)(贴图|贴纸|貼圖|表情)$/i, 'sticker'],
  [
    /document omitted$|\u200e(忽略|已?省略)(文档|文件|檔案)$|^(文档|文件|檔案)(已忽略|已省略|未包含)$|^(忽略|已?省略)(文档|文件|檔案)$/i,
    'file',
  ],
  [/^contact card omitted$|^(联系人名片|联系人|聯絡人)(卡片)?(已忽略|已省略|未包含)$/i, 'card'],
  [
    /^<(media omitted|省略多媒体文件|媒体文件已忽略|已省略媒体|媒体已省略|已略過媒體檔|略過多媒體檔|省略多媒體檔)>$/i,
    'file',
  ],
  [
    /^<(medien ausgeschlossen|multimedia omitido|médias omis|mídia oculta|media omessi|media weggelaten|без медиафайлов|(已略過|略過|已省略|省略)多媒體檔案|メディアは含まれていません|medya dahil edilmedi|미디어 파일을 생략한 메시지|تم استبعاد الوسائط)>$/i,
    'file',
  ],
  [/^(bild|imagen|imagem|image) (weggelassen|omitida|ocultada|absente)$/i, 'image'],
]
const RECALLED =
  /^(this message was deleted( by admin .{1,100})?|you deleted this message( as admin)?|(此|该|这条)消息已(被)?删除|(您|你)(已)?删除了?(此|该|这条)消息|(此|該|這則)訊息已(被)?刪除|(您|你)已?刪除了?(此|該|這則)訊息|данное сообщение удалено|diese nachricht wurde gelöscht|se eliminó este mensaje|esta mensagem foi apagada|ce message a été supprimé)[.。]?$/i
const EDITED =
  /[\s\u200e]{0,3}(<(this message was edited|此消息已(被)?编辑|此訊息已(被)?編輯|diese nachricht wurde bearbeitet|se editó este mensaje|mensagem editada|ce message a été modifié)[.。]?>)$/i
const CALL =
  /^((missed )?(group )?(voice|video) call|silenced (voice|video) call|未接(语音|视频|語音|視訊)通话|(语音|视频|語音|視訊)通(话|話)|未接(語音|視訊)來電)(?![a-z])/i
const PLACE = /^(live location shared|(location|位置|ubicación|standort)[:：] https:\/\/maps\.)/i
const POLL = /^(POLL|投票|UMFRAGE|ENCUESTA|SONDAGE|ENQUETE)[:：]\s*\n/i
/** `<attached: 0012-PHOTO.jpg>` on iPhones, `IMG-1.jpg (file attached)` on Android: the words differ, the form does not. */
const ATTACHED = /^<[^<>:：]{2,30}\s?[:：]\s?([^<>\n]{1,255}\.\w{1,8})>$|^([^\n]{1,255}\.\w{1,8}) \([^()\n]{3,40}\)$/

/** What a message says. `text` is what stands behind the sender, marks of direction at its front taken away. */
export function describeWhatsapp(text: string): WhatsappSaid {
  const mark = EDITED.exec(text.slice(-100))
  const edited = mark?.[1] ?? ''
  const body = mark ? text.slice(0, text.length - mark[0].length) : text
  const [first = ''] = body.split('\n', 1)
  const file = ATTACHED.exec(first.slice(0, 400))
  const name = file?.[1] ?? file?.[2]
  if (name !== undefined) return { kind: fileKind(name), body, edited, files: [namedFile(name)] }
  const isOmitted = body.length <= 200 && OMITTED.some(([words]) => words.test(body))
  // WhatsApp says that there was one, and leaves it out
  const files = isOmitted ? [namedFile('')] : []
  return { kind: body.length > 200 ? longKind(body) : shortKind(body), body, edited, files }
}

function fileKind(name: string): Kind {
  if (/\.vcf$/i.test(name)) return 'card'
  return /(^STK-|-STICKER-).*\.webp$/i.test(name) ? 'sticker' : attachedFile(name).kind
}

function shortKind(body: string): Kind {
  const omitted = OMITTED.find(([words]) => words.test(body))
  if (omitted) return omitted[1]
  if (RECALLED.test(body)) return 'recall'
  if (CALL.test(body)) return 'call'
  return longKind(body)
}

function longKind(body: string): Kind {
  if (PLACE.test(body)) return 'location'
  return POLL.test(body) ? 'card' : 'text'
}
