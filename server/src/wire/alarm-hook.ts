import { Refusal } from '#base'
import type { AlarmNotice } from '#evidence'
import type { Config } from '#platform'

// Where an alarm of the house goes besides its page: one address that the operator names. It learns a number, a kind and a time.

const WORDS = {
  zh: {
    kinds: {
      bulk_export: '批量导出',
      unauthorised_export: '越权导出',
      package_changed: '证据包被改动',
      unauthorised_masking: '越权修改脱敏规则',
    },
    what: { raised: '报警', overdue: '报警逾期未报告' },
    line: (what: string, number: string, kind: string, due: string) => `${what} ${number}（${kind}），报告期限 ${due}`,
    form: 'zh-CN',
  },
  en: {
    kinds: {
      bulk_export: 'bulk export',
      unauthorised_export: 'export without the right',
      package_changed: 'package changed',
      unauthorised_masking: 'masks changed without the right',
    },
    what: { raised: 'Alarm', overdue: 'Report overdue for alarm' },
    line: (what: string, number: string, kind: string, due: string) => `${what} ${number} (${kind}), report due ${due}`,
    form: 'en-GB',
  },
} as const

/**
 * Hands alarms to the address of the configuration as JSON; undefined where none is named. `wecom`: what robots of WeCom and DingTalk take
 * (developer.work.weixin.qq.com, "群机器人配置说明"; open.dingtalk.com, "自定义机器人"); `feishu`: those of Feishu (open.feishu.cn,
 * "自定义机器人使用指南"); `json`: every fact by itself, and `text` as Slack and Mattermost take it.
 */
export function alarmHook(config: Config, houseName: string): ((notice: AlarmNotice) => Promise<void>) | undefined {
  const { alarmWebhook } = config
  if (!alarmWebhook) return undefined
  return async (notice) => {
    const response = await fetch(alarmWebhook.reveal(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(bodyOf(config, textOf(config, houseName, notice), notice)),
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok || (await isRefusedIn(config, response)))
      throw new Refusal('unavailable', 'gateway_refused', { status: response.status })
  }
}

/** Robots answer 200 and say in the body that they took nothing. */
async function isRefusedIn({ alarmForm }: Config, response: Response): Promise<boolean> {
  if (alarmForm === 'json') return false
  const said: unknown = await response.json().catch(() => null)
  if (typeof said !== 'object' || said === null) return true
  const code = 'errcode' in said ? said.errcode : 'code' in said ? said.code : null
  return code !== 0
}

function bodyOf({ alarmForm }: Config, text: string, notice: AlarmNotice): object {
  if (alarmForm === 'wecom') return { msgtype: 'text', text: { content: text } }
  if (alarmForm === 'feishu') return { msg_type: 'text', content: { text } }
  return { text, ...notice }
}

function textOf(
  { language, origin }: Config,
  houseName: string,
  { what, number, kind, reportDue }: AlarmNotice,
): string {
  const words = WORDS[language]
  const due = new Date(reportDue).toLocaleString(words.form, {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'medium',
    timeStyle: 'short',
    hour12: false,
  })
  return `${houseName}: ${words.line(words.what[what], number, words.kinds[kind], due)}\n${origin}/alarms`
}
