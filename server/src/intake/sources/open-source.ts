import { unreachable } from '#base'
import { csvSource } from './csv.ts'
import { jsonlSource } from './jsonl.ts'
import { slackSource } from './slack.ts'
import { smsSource } from './sms-backup-restore.ts'
import type { Source, SourceOptions } from './source.ts'
import { wecomSource } from './wecom.ts'

/** @throws Refusal `mapping_needed` for formats that cannot be read without one */
export function openSource(options: SourceOptions): Source {
  switch (options.format) {
    case 'slack':
      return slackSource(options)
    case 'sms_backup_restore':
      return smsSource(options)
    case 'wecom':
      return wecomSource(options)
    case 'jsonl':
      return jsonlSource(options)
    case 'csv':
      return csvSource(options)
    default:
      return unreachable(options.format)
  }
}
