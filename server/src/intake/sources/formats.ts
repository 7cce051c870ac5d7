import { invariant } from '#base'
import { auditLogs } from './audit-logs.ts'
import { callsCsv } from './calls-csv.ts'
import { chatlab } from './chatlab.ts'
import { csv } from './csv.ts'
import { dingtalk } from './dingtalk.ts'
import { discord } from './discord.ts'
import { feishu } from './feishu.ts'
import { imessage } from './imessage.ts'
import { irc } from './irc.ts'
import { jsonl } from './jsonl.ts'
import { line } from './line.ts'
import { mattermost } from './mattermost.ts'
import { qqJson } from './qq-json.ts'
import { qqTxt } from './qq-txt.ts'
import { rsmf } from './rsmf.ts'
import { signal } from './signal.ts'
import { slack } from './slack.ts'
import { smsBackupRestore } from './sms-backup-restore.ts'
import { smsGateway } from './sms-gateway.ts'
import { smsIe } from './sms-ie.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { syslog } from './syslog.ts'
import { teams } from './teams.ts'
import { telegram } from './telegram.ts'
import { wechatXml } from './wechat-xml.ts'
import { wecom } from './wecom.ts'
import { weflow } from './weflow.ts'
import { welink } from './welink.ts'
import { whatsapp } from './whatsapp.ts'
import { xlsx } from './xlsx.ts'

/** Every format, each in its own file. Where two could claim a part, the one that stands first is asked first. */
const LIST = [
  slack,
  smsBackupRestore,
  wecom,
  mattermost,
  weflow,
  wechatXml,
  teams,
  telegram,
  smsIe,
  qqTxt,
  qqJson,
  welink,
  smsGateway,
  callsCsv,
  feishu,
  signal,
  whatsapp,
  xlsx,
  dingtalk,
  discord,
  chatlab,
  syslog,
  auditLogs,
  line,
  irc,
  rsmf,
  imessage,
  jsonl,
  csv,
] as const

export type Format = (typeof LIST)[number]['name']
const ALL: readonly SourceFormat<Format>[] = LIST
export const FORMATS: readonly Format[] = LIST.map(({ name }) => name)

/** @throws Refusal `mapping_needed` for formats that cannot be read without one */
export function openSource(format: Format, options: SourceOptions): Source {
  const found = ALL.find(({ name }) => name === format)
  invariant(found, 'every format has its reader')
  return found.open(options)
}

/**
 * Which format a source is in, by what it holds: first by the names of its parts, then by how each of them begins.
 * Null: none that explains itself (a table needs a mapping).
 */
export function detectFormat(names: readonly string[], heads: readonly PartHead[]): Format | null {
  for (const format of ALL) if (format.knowsNames?.(names)) return format.name
  for (const head of heads) for (const format of ALL) if (format.knowsHead?.(head)) return format.name
  return null
}
