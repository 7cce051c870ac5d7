import { createHmac } from 'node:crypto'
import { HOUR } from '#base'
import { draftsOf, type JsonObject, Unreadable } from '#intake'
import type { Platform, ReadMessage } from '../messages.ts'
import { word } from './draft.ts'
import { type HookVerdict, header, isSame, refused, type Verify } from './verdict.ts'

// DingTalk robots that receive messages (open.dingtalk.com, "Receive messages"): header `sign` is the base64
// HMAC-SHA256(AppSecret, timestamp "\n" AppSecret), `timestamp` not further than an hour away. The vendor's signature does
// not cover the body: TLS has to.

const WINDOW = HOUR

export const verifyDingtalk: Verify = (request, { appSecret = '' }): HookVerdict => {
  const timestamp = header(request, 'timestamp')
  const sign = createHmac('sha256', appSecret).update(`${timestamp}\n${appSecret}`).digest('base64')
  if (!isSame(header(request, 'sign'), sign)) return refused('signature_wrong')
  if (!/^\d{1,15}$/.test(timestamp) || Math.abs(request.now - Number(timestamp)) > WINDOW) {
    return refused('signature_too_old')
  }
  return { what: 'event', bytes: request.raw }
}

/** Through the reader of DingTalk's callbacks: the same callback in a file is known again. */
export function readDingtalk(body: JsonObject, where: Platform): ReadMessage {
  const source = { format: 'dingtalk', origin: where.origin, name: 'callbacks.json' } as const
  const drafts = draftsOf(source, Buffer.from(JSON.stringify(body)))
  const id = word(body, 'msgId')
  if (drafts instanceof Unreadable) return { id, drafts: [], refused: drafts.reason, sequence: null }
  return { id, drafts, refused: null, sequence: null }
}

/** Ways back to the vendor that run out: no part of what was said, and dangerous to keep. */
export const DINGTALK_SECRETS: readonly string[] = ['sessionWebhook', 'sessionWebhookExpiredTime']
