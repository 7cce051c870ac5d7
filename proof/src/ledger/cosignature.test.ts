import { describe, expect, it } from 'vitest'
import { bytesFrom } from '../../test/support/sample.ts'
import { testSigner } from '../../test/support/signer.ts'
import { ProofError } from '../bytes/errors.ts'
import { formatCheckpoint } from './checkpoint.ts'
import { cosign, formatCosignerKey, openCosignatures, parseCosignerKey, withSignatures } from './cosignature.ts'
import { openNote, parseVerifierKey, signNote } from './note.ts'

const house = testSigner('house')
const text = formatCheckpoint({
  origin: parseVerifierKey(house.verifierKey).name,
  size: 7,
  root: bytesFrom('root', 32),
})
const note = signNote(text, house.verifierKey, house.sign)

function witness(name: string) {
  const signer = testSigner(name)
  return { vkey: formatCosignerKey(name, parseVerifierKey(signer.verifierKey).publicKey), sign: signer.sign }
}
const one = witness('witness.example/w1')
const two = witness('witness.example/w2')
const TIME = 1_800_000_000

describe('cosignatures', () => {
  it('are read with the time that the witness signed', () => {
    const whole = note + cosign(text, one.vkey, TIME, one.sign) + cosign(text, two.vkey, TIME + 1, two.sign)
    expect(openCosignatures(whole, [one.vkey, two.vkey])).toEqual([
      { name: 'witness.example/w1', time: TIME },
      { name: 'witness.example/w2', time: TIME + 1 },
    ])
    expect(openCosignatures(whole, [two.vkey])).toHaveLength(1)
    expect(openCosignatures(note, [one.vkey])).toEqual([])
    expect(openNote(whole, [house.verifierKey]).verified).toHaveLength(1)
  })

  it('of one witness count once, with the latest time', () => {
    const whole = note + cosign(text, one.vkey, TIME + 9, one.sign) + cosign(text, one.vkey, TIME, one.sign)
    expect(openCosignatures(whole, [one.vkey])).toEqual([{ name: 'witness.example/w1', time: TIME + 9 }])
  })

  it('open a real one: a checkpoint of a public log, cosigned by a public witness', () => {
    const real = [
      'arche2025h1.staging.ct.transparency.dev',
      '1432088532',
      'U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=',
      '',
      '— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==',
      '— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==',
      '',
    ].join('\n')
    const vkey = 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2'
    expect(openCosignatures(real, [vkey])).toEqual([{ name: 'remora.n621.de', time: 1_779_573_024 }])
    const other = real.replace('1432088532', '1432088533')
    expect(() => openCosignatures(other, [vkey])).toThrow(new ProofError('bad_cosignature', 'signature'))
  })

  it('do not hold over another text, another time or under another key', () => {
    const line = cosign(text, one.vkey, TIME, one.sign)
    const bytes = Buffer.from(line.split(' ')[2] ?? '', 'base64')
    for (let at = 4; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      const whole = `${note}— witness.example/w1 ${changed.toString('base64')}\n`
      expect(() => openCosignatures(whole, [one.vkey])).toThrow(ProofError)
    }
    const short = `${note}— witness.example/w1 ${bytes.subarray(0, 40).toString('base64')}\n`
    expect(() => openCosignatures(short, [one.vkey])).toThrow(new ProofError('bad_cosignature', 'length'))
    expect(() => cosign(text, one.vkey, TIME, two.sign)).toThrow(new ProofError('bad_signature'))
    expect(() => cosign(text, one.vkey, -1, one.sign)).toThrow(new ProofError('bad_cosignature', 'time'))
  })

  it('are of keys of their own type', () => {
    expect(parseCosignerKey(one.vkey).name).toBe('witness.example/w1')
    for (const vkey of [house.verifierKey, one.vkey.replace('w1', 'w2'), `${one.vkey}=`, 'a+b', '']) {
      expect(() => parseCosignerKey(vkey)).toThrow(new ProofError('bad_verifier_key'))
    }
    expect(() => parseVerifierKey(one.vkey)).toThrow(new ProofError('bad_verifier_key'))
  })

  it('are put beside one another, each line once', () => {
    const line = cosign(text, one.vkey, TIME, one.sign)
    const whole = withSignatures(note, line)
    expect(withSignatures(whole, line)).toBe(whole)
    expect(openCosignatures(whole, [one.vkey])).toHaveLength(1)
    expect(() => withSignatures(note, 'no signature line\n')).toThrow(new ProofError('bad_note'))
  })
})
