import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { fromHex, openNote, parseVerifierKey, signNote, toHex } from '@cunzhen/proof/keeping'
import { expect, test } from 'vitest'
import { systemClock } from '#base'
import { createKeyring, openKeyring } from './keyring.ts'
import { openSigner, signer } from './signer.ts'

test('it signs as RFC 8032 says (section 7.1, test 2)', () => {
  const seed = fromHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')
  const rfc = openSigner('rfc8032', seed)
  expect(toHex(parseVerifierKey(rfc.verifierKey).publicKey)).toBe(
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
  )
  expect(toHex(rfc.sign(Uint8Array.of(0x72)))).toBe(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da' +
      '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  )
  expect(seed).toEqual(new Uint8Array(32))
})

test('a note signed by a house opens under its verifier key, also after a restart, and not under another', () => {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-signer-'))
  const evidence = signer(createKeyring(join(dir, 'keys'), { clock: systemClock }), 'evidence')
  const note = signNote('text\n', evidence.verifierKey, evidence.sign)
  const again = openKeyring(join(dir, 'keys'))
  expect(openNote(note, [signer(again, 'evidence').verifierKey]).verified).toEqual([evidence.name])
  expect(evidence.name).toBe(`cunzhen/${again.houseId}/evidence`)
  const other = openSigner(evidence.name, again.secret('signer.audit'))
  expect(() => openNote(note, [other.verifierKey])).toThrow(expect.objectContaining({ code: 'no_known_signature' }))
  expect(Object.keys(evidence).sort()).toEqual(['name', 'sign', 'verifierKey'])
  expect(inspect(evidence, { depth: 9, showHidden: true })).not.toMatch(/private|KeyObject/i)
  rmSync(dir, { recursive: true })
})
