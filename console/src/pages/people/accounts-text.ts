import type { Person } from '../../wire.ts'

export type Accounts = Person['accounts']

/** Accounts one per line as `platform:account`, the way the CSV writes them. An account may hold colons itself. */
export function accountsToText(accounts: Accounts): string {
  return accounts.map(({ platform, account }) => `${platform}:${account}`).join('\n')
}

/** The accounts in the text, or the first line that is none. */
export function accountsFromText(text: string): { accounts: Accounts } | { badLine: string } {
  const accounts: Accounts = []
  for (const line of text.split(/[\n;]/).map((one) => one.trim())) {
    if (line === '') continue
    const colon = line.indexOf(':')
    if (colon <= 0 || colon === line.length - 1) return { badLine: line }
    accounts.push({ platform: line.slice(0, colon).trim(), account: line.slice(colon + 1).trim() })
  }
  return { accounts }
}
