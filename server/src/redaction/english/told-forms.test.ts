import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'

const names = (text: string): string[] =>
  detect(text, { point: 'review' })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

describe('names by a form of address or by the words inside them', () => {
  it.each([
    ['pls ask Rohana binti Kassim to sign', 'Rohana binti Kassim'],
    ['Gopal s/o Ramasamy called', 'Gopal s/o Ramasamy'],
    ['spoke to Mdm Chia just now', 'Mdm Chia'],
    ['Auntie Zubaidah say ok', 'Auntie Zubaidah'],
    ['Encik Zulkifli wants the invoice', 'Encik Zulkifli'],
    ['Ah Beng ask u call him', 'Ah Beng'],
    ['landlord is Mr. Lo Kai Chung', 'Mr. Lo Kai Chung'],
    ['Mrs. Pemberton rang', 'Mrs. Pemberton'],
  ])('%s', (text, name) => {
    expect(names(text)).toContain(name)
  })

  it.each(['ask the Chief Executive', 'Sister Company Ltd', 'Ah ok', 'Principal Engineer wanted'])(
    '%s names nobody',
    (text) => {
      expect(names(text)).toEqual([])
    },
  )
})
