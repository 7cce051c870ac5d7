import { expect, it } from 'vitest'
import { accountsFromText, accountsToText } from './accounts-text.ts'

it('reads accounts as it writes them, colons in accounts included', () => {
  const accounts = [
    { platform: 'wecom', account: 'LiMing' },
    { platform: 'slack', account: 'T1:U2' },
  ]
  expect(accountsFromText(accountsToText(accounts))).toEqual({ accounts })
  expect(accountsFromText('wecom:a; sms:+8613900000001\n\n')).toEqual({
    accounts: [
      { platform: 'wecom', account: 'a' },
      { platform: 'sms', account: '+8613900000001' },
    ],
  })
})

it('names the line that is none', () => {
  for (const bad of ['LiMing', ':x', 'wecom:']) expect(accountsFromText(`wecom:a\n${bad}`)).toEqual({ badLine: bad })
})
