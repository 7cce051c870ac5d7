import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '#base'
import { createKeyring } from './keyring.ts'
import { groupsOf, keyFromKit, recoveryKit } from './recovery-kit.ts'

const KEY = Uint8Array.from({ length: 32 }, (_, at) => (at * 89 + 201) % 256)
const GROUPS = groupsOf(KEY)
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function withGroup(place: number, text: string): string[] {
  return GROUPS.with(place, text)
}

function refusalOf(groups: string[]): unknown {
  try {
    keyFromKit(groups)
    return 'accepted'
  } catch (error) {
    return error
  }
}

test('the kit of a house gives its key back', () => {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-kit-'))
  const keyring = createKeyring(join(dir, 'keys'), { clock: systemClock })
  const kit = recoveryKit(keyring)
  expect(kit.groups).toHaveLength(13)
  expect(kit.groups.join('')).toMatch(/^[0-9A-HJKMNP-TV-Z]{65}$/)
  expect([kit.houseId, kit.keyringDigest]).toEqual([keyring.houseId, keyring.digest])
  expect(keyring.withMasterKey((key) => Buffer.from(key).equals(keyFromKit(kit.groups)))).toBe(true)
  rmSync(dir, { recursive: true })
})

test('the spelling is the one of formats/keyring.md: printed kits must stay readable', () => {
  const page = readFileSync(new URL('../../../../formats/keyring.md', import.meta.url), 'utf8')
  const printed = [...page.matchAll(/`((?:[0-9A-Z]{5} ?){13})`/g)].map((match) => (match[1] ?? '').split(' '))
  const counting = Uint8Array.from({ length: 32 }, (_, at) => at)
  expect(printed).toEqual([new Uint8Array(32), counting, new Uint8Array(32).fill(255)].map(groupsOf))
  expect(keyFromKit(printed[1] ?? [])).toEqual(counting)
})

test('it is read as people write: small letters, blanks, hyphens, O for 0, I and L for 1', () => {
  const sloppy = GROUPS.map((group) =>
    group.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replace(/(..)/, '$1 -'),
  )
  expect(keyFromKit(sloppy)).toEqual(KEY)
})

test('any one wrong letter is noticed and its group named, the letters are not', () => {
  for (let place = 0; place < 13; place++) {
    const group = GROUPS[place] ?? ''
    for (let at = 0; at < 5; at++) {
      for (const letter of LETTERS) {
        if (letter === group[at]) continue
        const wrong = `${group.slice(0, at)}${letter}${group.slice(at + 1)}`
        const refusal = refusalOf(withGroup(place, wrong))
        expect(refusal).toMatchObject({ kind: 'invalid', code: 'kit_wrong_group', detail: { group: place + 1 } })
      }
    }
  }
})

test('any two neighbouring letters exchanged are noticed', () => {
  for (let place = 0; place < 13; place++) {
    const letters = [...(GROUPS[place] ?? '')]
    for (let at = 0; at < 4; at++) {
      const [a, b] = [letters[at] ?? '', letters[at + 1] ?? '']
      if (a === b) continue
      const wrong = letters
        .with(at, b)
        .with(at + 1, a)
        .join('')
      expect(refusalOf(withGroup(place, wrong))).toMatchObject({ code: 'kit_wrong_group' })
    }
  }
})

test('any two groups exchanged are noticed', () => {
  for (let a = 0; a < 13; a++) {
    for (let b = a + 1; b < 13; b++) {
      const wrong = GROUPS.with(a, GROUPS[b] ?? '').with(b, GROUPS[a] ?? '')
      expect(refusalOf(wrong)).toMatchObject({ code: 'kit_wrong_group', detail: { group: a + 1 } })
    }
  }
})

test('a group too many or too few, and a letter too many or too few, are refused', () => {
  expect(refusalOf(GROUPS.slice(1))).toMatchObject({ code: 'kit_incomplete', detail: { groups: 12 } })
  expect(refusalOf([...GROUPS, '00000'])).toMatchObject({ code: 'kit_incomplete' })
  expect(refusalOf(withGroup(3, ''))).toMatchObject({ code: 'kit_wrong_group', detail: { group: 4 } })
  expect(refusalOf(withGroup(3, `${GROUPS[3]}0`))).toMatchObject({ code: 'kit_wrong_group' })
  expect(refusalOf(withGroup(3, 'U0000'))).toMatchObject({ code: 'kit_wrong_group' })
})
