import { createHmac } from 'node:crypto'

// What other programs do: they send messages to the house with the key or the signature that a connector gave them.

export interface Said {
  id: string
  conversation: string
  conversationTitle?: string
  sender: string
  senderName?: string
  recipients?: string[]
  time: number
  kind?: string
  refersTo?: string
  text: string
  sequence?: number
}

interface Answered {
  status: number
  outcomes: Record<string, number>
}

/** Sends as the API documents it; outcomes by how many messages met each. */
export async function push(base: string, key: string, messages: readonly Said[]): Promise<Answered> {
  const response = await fetch(`${base}/api/intake/batches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messages }),
  })
  const outcomes: Record<string, number> = {}
  if (response.ok) {
    const { messages: answered } = (await response.json()) as { messages: { outcome: string }[] } // docs/api.md, LiveAnswer
    for (const { outcome } of answered) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  }
  return { status: response.status, outcomes }
}

/** An event as Slack sends it, signed with `secret` (docs.slack.dev/authentication/verifying-requests-from-slack). */
export async function pushSlackEvent(base: string, address: string, secret: string, text: string): Promise<number> {
  const seconds = Math.floor(Date.now() / 1000)
  const event = { type: 'message', channel: 'C0WALK', user: 'U0WALK', text, ts: `${seconds - 60}.000100` }
  const body = JSON.stringify({ type: 'event_callback', event_id: `Ev${seconds}`, team_id: 'T0WALK', event })
  const mac = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex')
  const response = await fetch(base + new URL(address).pathname, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': String(seconds),
      'x-slack-signature': `v0=${mac}`,
    },
    body,
  })
  return response.status
}
