/** A line to paste into a terminal: one message, as docs/api.md describes it. The key comes from the environment. */
export function curlOf(address: string): string {
  const message = { id: '1', conversation: 'room-1', sender: 'a', time: 1790000000000, text: 'hello' }
  const body = JSON.stringify({ messages: [message] })
  return `curl -sS ${address} -H "authorization: Bearer $CUNZHEN_KEY" -H 'content-type: application/json' -d '${body}'`
}

/** Vendors whose signature proves the sender but not the body. */
export const UNSIGNED_BODY: readonly string[] = ['dingtalk', 'mattermost']

/** What a vendor gives, in the order in which its own pages show it; the optional ones are marked in words. */
export const SECRETS = {
  http: [],
  dingtalk: ['appSecret'],
  feishu: ['verificationToken', 'encryptKey'],
  slack: ['signingSecret'],
  mattermost: ['token'],
  folder: [],
} as const

export const OPTIONAL: readonly string[] = ['encryptKey']

/** The secrets typed in, without those left empty; null while a needed one is. */
export function secretsOf(
  kind: keyof typeof SECRETS,
  typed: Readonly<Record<string, string>>,
): Record<string, string> | null {
  const secrets: Record<string, string> = {}
  for (const name of SECRETS[kind]) {
    const value = (typed[name] ?? '').trim()
    if (value !== '') secrets[name] = value
    else if (!OPTIONAL.includes(name)) return null
  }
  return secrets
}
