import type { HookKind } from '../kinds.ts'
import { verifyDingtalk } from './dingtalk.ts'
import { verifyFeishu } from './feishu.ts'
import { verifyMattermost } from './mattermost.ts'
import { verifySlack } from './slack.ts'
import type { Verify } from './verdict.ts'

export const verifiers: Readonly<Record<HookKind, Verify>> = {
  slack: verifySlack,
  feishu: verifyFeishu,
  dingtalk: verifyDingtalk,
  mattermost: verifyMattermost,
}
