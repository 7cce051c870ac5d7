import { expect, test } from 'vitest'
import { hashPassword, isPassword, isWeakPassword, PASSWORD_COST, unmatchableHash } from './password.ts'

const COST = { memory: 64, passes: 1, parallelism: 1 }

test('a password is kept as a PHC string that carries its parameters, never twice the same', async () => {
  const stored = await hashPassword('three blind mice 33', COST)
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(await hashPassword('three blind mice 33', COST)).not.toBe(stored)
  expect(await isPassword('three blind mice 33', stored)).toBe(true)
  expect(await isPassword('three blind mice 34', stored)).toBe(false)
  expect(await isPassword('', stored)).toBe(false)
})

test('a house uses what RFC 9106 recommends', () => {
  expect(PASSWORD_COST).toEqual({ memory: 65536, passes: 3, parallelism: 1 })
})

test('two keyboards that spell one letter differently give one password', async () => {
  const stored = await hashPassword('caf\u00e9 caf\u00e9', COST)
  expect(await isPassword('cafe\u0301 cafe\u0301', stored)).toBe(true)
})

test('where there is nobody, the same parameters are worked through and nothing fits', async () => {
  const nobody = unmatchableHash(COST)
  expect(nobody.split('$').slice(0, 4)).toEqual((await hashPassword('x', COST)).split('$').slice(0, 4))
  expect(await isPassword('three blind mice 33', nobody)).toBe(false)
})

test('a damaged hash is a fault, not a password that fits', async () => {
  for (const damaged of ['', 'plain', '$argon2id$v=19$m=64,t=1,p=1$short$short', '$argon2i$v=19$m=64,t=1,p=1$$']) {
    await expect(isPassword('x', damaged)).rejects.toMatchObject({ code: 'password_hash_damaged' })
  }
})

test('many at once wait for their turn and all get an answer', async () => {
  const stored = await hashPassword('three blind mice 33', COST)
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => isPassword(`three blind mice ${n + 20}`, stored)),
  )
  expect(answers.filter(Boolean)).toHaveLength(1)
})

test('a weak password is short, monotonous, or holds the username', () => {
  for (const weak of ['short pw', 'aaaabbbbcccc', 'it is Wangwu himself'])
    expect(isWeakPassword(weak, 'wangwu')).toBe(true)
  for (const good of ['three blind mice', '一二三四五六七八九十']) expect(isWeakPassword(good, 'li')).toBe(false)
})
