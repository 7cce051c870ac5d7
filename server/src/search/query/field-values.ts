import { KINDS, type Kind } from '@cunzhen/proof/keeping'
import { DAY, HOUSE_OFFSET, type Instant, MINUTE, SECOND } from '#base'
import { foldedText } from '../folding/folding.ts'
import { refusal } from './language.ts'

// What the values of fields mean that can be known without the archive: kinds, files, times.

const KIND_NAMES = new Map<string, Kind>([
  ...KINDS.map((kind): [string, Kind] => [kind, kind]),
  ['文字', 'text'],
  ['文本', 'text'],
  ['图片', 'image'],
  ['语音', 'voice'],
  ['视频', 'video'],
  ['文件', 'file'],
  ['位置', 'location'],
  ['名片', 'card'],
  ['卡片', 'card'],
  ['链接', 'link'],
  ['转发', 'forwarded'],
  ['聊天记录', 'forwarded'],
  ['撤回', 'recall'],
  ['编辑', 'edit'],
  ['回应', 'reaction'],
  ['表情', 'sticker'],
  ['通话', 'call'],
  ['系统', 'system'],
  ['事件', 'event'],
  ['未知', 'unknown'],
])

/** @throws Refusal `query_kind_unknown` */
export function kindsNamed(values: readonly string[]): Kind[] {
  return values.map((value) => {
    const kind = KIND_NAMES.get(foldedText(value))
    if (!kind) throw refusal('query_kind_unknown')
    return kind
  })
}

const FILE_TYPES = new Map<string, readonly string[]>([
  ['document', ['pdf', 'doc', 'docx', 'wps', 'odt', 'rtf', 'txt', 'md', 'ofd']],
  ['sheet', ['xls', 'xlsx', 'et', 'ods', 'csv']],
  ['slides', ['ppt', 'pptx', 'dps', 'odp']],
  ['picture', ['jpg', 'jpeg', 'png', 'gif', 'webp', 'bmp', 'heic', 'tif', 'tiff']],
  ['audio', ['mp3', 'wav', 'amr', 'm4a', 'aac', 'ogg', 'opus', 'silk']],
  ['video', ['mp4', 'mov', 'avi', 'mkv', 'wmv', 'flv']],
  ['archive', ['zip', 'rar', '7z', 'tar', 'gz']],
  ['program', ['exe', 'apk', 'msi', 'ipa', 'bat', 'jar']],
])
const FILE_TYPE_NAMES = new Map([
  ['文档', 'document'],
  ['表格', 'sheet'],
  ['幻灯片', 'slides'],
  ['图片', 'picture'],
  ['音频', 'audio'],
  ['视频', 'video'],
  ['压缩包', 'archive'],
  ['程序', 'program'],
])
const WITH_FILES: readonly Kind[] = ['file', 'image', 'voice', 'video']

/**
 * `pdf`, `.pdf` or a type of file (`document`, 文档): records of a kind that carries a file whose text names one so.
 * @throws Refusal `query_file_unreadable`
 */
export function fileNode(values: readonly string[]): { endings: string[]; kinds: readonly Kind[] } {
  const endings = values.flatMap((value) => {
    const name = foldedText(value).replace(/^\./, '')
    const type = FILE_TYPES.get(FILE_TYPE_NAMES.get(name) ?? name)
    if (!type && !/^[0-9a-z]{1,8}$/.test(name)) throw refusal('query_file_unreadable')
    return type ?? [name]
  })
  return { endings: [...new Set(endings)], kinds: WITH_FILES }
}

const TIME =
  /^(\d{4})[-/.年](\d{1,2})(?:月|[-/.月](\d{1,2})日?(?:[t ]*(?<=[t 日])(\d{1,2})[:时](\d{2})(?:[:分](\d{2})?秒?)?(z|[+-]\d{2}:?\d{2})?)?)?$/
/** `20261001` */
const DIGITS = /^(\d{4})(\d{2})(\d{2})$/

/**
 * A time of the house's zone, or of the one that stands behind it: `2026-10-01`, `2026-10`, `2026-10-01T08:30` or to the
 * second, `20261001`, `2026年10月1日 8:30`. `from` begins with it; `to`
 * ends with the month, day, minute or second that it names, so that `from:2026-10-01 to:2026-10-01` is that whole day.
 *
 * @returns the half-open bound, ms UTC, and how it was read
 * @throws Refusal `query_time_unreadable`
 */
export function timesNamed(field: 'from' | 'to', values: readonly string[]): { at: Instant; said: string } {
  const [value = ''] = values
  const written = foldedText(value).trim()
  const found = values.length === 1 ? (TIME.exec(written) ?? DIGITS.exec(written)) : null
  if (!found) throw refusal('query_time_unreadable')
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((digits) => (digits === undefined ? undefined : Number(digits)))
  const start = Date.UTC(year, month - 1, day, hour, minute, second)
  const read = new Date(start)
  const isReal =
    read.getUTCFullYear() === year && read.getUTCMonth() === month - 1 && read.getUTCDate() === day && hour < 24
  if (!isReal || year < 1000 || minute > 59 || second > 59) throw refusal('query_time_unreadable')
  const step = found[6] ? SECOND : found[4] ? MINUTE : DAY
  const end = found[3] ? start + step : Date.UTC(year, month, 1)
  const at = (field === 'from' ? start : end) - offsetOf(found[7])
  // the last second that is inside, or the first: what a reader can check
  return { at: at as Instant, said: houseTime(field === 'from' ? at : at - SECOND) } // ms UTC
}

/** Of `Z`, `+08:00` or nothing, in milliseconds. */
function offsetOf(zone: string | undefined): number {
  if (zone === undefined) return HOUSE_OFFSET
  if (zone === 'z') return 0
  const digits = zone.replace(':', '')
  return (digits.startsWith('-') ? -1 : 1) * (Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3))) * MINUTE
}

/** `2026-10-01T08:30:15` in the house's zone. */
export function houseTime(at: number): string {
  return new Date(at + HOUSE_OFFSET).toISOString().slice(0, 19)
}
