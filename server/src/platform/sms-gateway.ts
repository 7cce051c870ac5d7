import { Refusal } from '#base'
import type { Config } from './config.ts'

/** A message to somebody outside: `to` is a phone number as on record. */
export interface Sms {
  readonly to: string
  readonly text: string
}

/**
 * Hands messages to the SMS gateway of the configuration: POST {to, text} as JSON. Undefined where none is configured.
 * Trusted: whoever runs the gateway reads link and code, and could answer in the customer's name.
 */
export function smsGateway(config: Config): ((message: Sms) => Promise<void>) | undefined {
  const { smsWebhook } = config
  if (!smsWebhook) return undefined
  return async ({ to, text }) => {
    const response = await fetch(smsWebhook.reveal(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to, text }),
      redirect: 'error', // link and code go to whom the operator named, and to nobody that one names
      signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok) throw new Refusal('unavailable', 'gateway_refused', { status: response.status })
  }
}
