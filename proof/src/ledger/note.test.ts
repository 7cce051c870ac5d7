import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bytesFrom } from '../../test/support/sample.ts'
import { ProofError } from '../bytes/errors.ts'
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { emptyRoot } from './merkle.ts'
import { formatVerifierKey, openNote, parseNote, parseVerifierKey, signNote } from './note.ts'

function keyPair(name: string): { vkey: string; sign: (message: Uint8Array) => Uint8Array } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(12))
  return { vkey: formatVerifierKey(name, raw), sign: (message) => new Uint8Array(sign(null, message, privateKey)) }
}

const house = keyPair('archive.example/evidence')
const other = keyPair('archive.example/evidence')
const text = formatCheckpoint({ origin: 'archive.example/evidence', size: 7, root: bytesFrom('root', 32) })

describe('signed notes', () => {
  it('opens what it signed, under the key it was signed with', () => {
    const note = signNote(text, house.vkey, house.sign)
    expect(openNote(note, [house.vkey])).toEqual({ text, verified: ['archive.example/evidence'] })
    expect(openNote(note, [other.vkey, house.vkey]).verified).toEqual(['archive.example/evidence'])
  })

  it('opens the example of x/mod sumdb/note, made by somebody else', () => {
    const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
    const example =
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
      '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
    expect(openNote(example, [vkey]).verified).toEqual(['PeterNeumann'])
    expect(() => openNote(example.replace('answer', 'question'), [vkey])).toThrow(new ProofError('bad_signature'))
  })

  it('refuses every changed character', () => {
    const note = signNote(text, house.vkey, house.sign)
    for (let at = 0; at < note.length; at++) {
      for (const letter of ['A', '0', '\n', ' ']) {
        if (note[at] === letter) continue
        const changed = note.slice(0, at) + letter + note.slice(at + 1)
        expect(() => openNote(changed, [house.vkey])).toThrow(ProofError)
      }
    }
  })

  it('ignores strangers, but not a failing signature of a key it knows', () => {
    const note = signNote(text, house.vkey, house.sign)
    const strange = signNote(text, other.vkey, other.sign).slice(text.length + 1)
    expect(openNote(note + strange, [house.vkey]).verified).toEqual(['archive.example/evidence'])
    expect(() => openNote(`${text}\n${strange}`, [house.vkey])).toThrow(new ProofError('no_known_signature'))
    const forged = strange.replace(/ [^ ]+\n$/, ` ${signNote('x\n', house.vkey, house.sign).split(' ').at(-1) ?? ''}`)
    expect(() => openNote(note + forged, [house.vkey])).toThrow(new ProofError('bad_signature'))
  })

  it('takes sixteen signatures, as the format demands', () => {
    const keys = Array.from({ length: 16 }, (_, i) => keyPair(`witness-${i}.example`))
    const note = keys.map((key) => signNote(text, key.vkey, key.sign).slice(text.length + 1)).join('')
    expect(
      openNote(
        `${text}\n${note}`,
        keys.map((key) => key.vkey),
      ).verified.length,
    ).toBe(16)
  })

  it.each([
    '',
    '\n',
    'x',
    'x\n',
    'x\n\n',
    'x\n\n\n',
    'x\n\n- a AAAAAAA=\n',
    'x\n\n\u2014 a\n',
    'x\n\n\u2014 a b c\n',
    'x\n\n\u2014 a AAAA\n',
    'x\u0000\n\n\u2014 a AAAAAAA=\n',
    'x\n\n\u2014 a AAAAAAA=',
  ])('does not read %j as a note', (note) => {
    expect(() => parseNote(note)).toThrow(new ProofError('bad_note'))
  })

  it.each([
    '',
    'a',
    'a+b',
    'a+00000000+AAAA',
    `${house.vkey}=`,
    house.vkey.replace('archive', 'brchive'),
    house.vkey.slice(0, -4),
  ])('refuses %j as a verifier key', (vkey) => {
    expect(() => parseVerifierKey(vkey)).toThrow(new ProofError('bad_verifier_key'))
  })

  it('refuses names that would break a line or a key, and a signer with another key than it says', () => {
    for (const name of ['', 'a b', 'a+b', 'a\n', 'a\u00a0b', '\ud800']) {
      expect(() => formatVerifierKey(name, new Uint8Array(32))).toThrow(new ProofError('bad_verifier_key'))
    }
    expect(() => signNote(text, house.vkey, other.sign)).toThrow(new ProofError('bad_signature'))
    expect(() => signNote('no newline', house.vkey, house.sign)).toThrow(new ProofError('bad_note'))
  })
})

describe('checkpoints', () => {
  it('come back as they went in', () => {
    const checkpoint = { origin: 'archive.example/evidence', size: 2 ** 53 - 1, root: emptyRoot() }
    expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint)
  })

  const root = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
  it.each([
    `a\n\n${root}\n`,
    `a\n01\n${root}\n`,
    `a\n0x10\n${root}\n`,
    `a\n 1\n${root}\n`,
    `a\n-1\n${root}\n`,
    `a\n9007199254740992\n${root}\n`,
    `\n1\n${root}\n`,
    `a b\n1\n${root}\n`,
    `a\n1\n${root}`,
    `a\n1\n${root}\nextension\n`,
    `a\n1\n${root.slice(4)}\n`,
    `a\n1\n${root.slice(0, -1)}\n`,
    'a\n1\n',
  ])('refuses %j', (text) => {
    expect(() => parseCheckpoint(text)).toThrow(new ProofError('bad_checkpoint'))
  })
})
