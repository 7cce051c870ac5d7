import { Agent, request } from 'node:http'
import type { Posted, Posting } from './intake-http.ts'

// The clients of intake-http.ts: one message a request, the next when the answer is there.

const WORDS = [
  '您好，请问这笔款什么时候到账',
  '收到',
  '稍等，我帮您查一下',
  'ok 谢谢',
  '资金已于昨日划出，请注意查收短信通知',
]

function message(n: number) {
  return {
    id: `m${n}`,
    conversation: `room-${n % 50}`,
    sender: `user-${n % 200}`,
    senderName: `经办人${n % 200}`,
    time: 1_790_000_000_000 + n * 1000,
    text: `${WORDS[n % WORDS.length]} 第${n}条`,
  }
}

process.once('message', async (given) => {
  const posting = given as Posting // what intake-http.ts sends
  const agent = new Agent({ keepAlive: true, maxSockets: posting.clients })
  const times: number[] = []
  let refused = 0
  let next = posting.from
  const began = performance.now()
  const clients = Array.from({ length: posting.clients }, async () => {
    while (next < posting.to) {
      const n = next++
      const sent = performance.now()
      const answer = await send(posting, agent, JSON.stringify({ messages: [message(n)] }))
      if (answer.includes('"archived"')) times.push(performance.now() - sent)
      else refused += 1
    }
  })
  await Promise.all(clients)
  const seconds = (performance.now() - began) / 1000
  agent.destroy()
  process.send?.({ seconds, times: times.sort((a, b) => a - b), refused } satisfies Posted, () => process.exit(0))
})

function send({ base, key }: Posting, agent: Agent, body: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  }
  const sending = request(`${base}/api/intake/batches`, { method: 'POST', agent, headers }, (response) => {
    let text = ''
    response.setEncoding('utf8')
    response.on('data', (piece: string) => {
      text += piece
    })
    response.on('end', () => resolve(text))
  })
  sending.on('error', reject)
  sending.end(body)
  return promise
}
