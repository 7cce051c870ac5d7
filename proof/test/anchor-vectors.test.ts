import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fromBase64, utf8 } from '../src/bytes/bytes.ts'
import { ProofError, parseProofFile, verifyProofFile, verifyTimestamp } from '../src/index.ts'

// formats/vectors/timestamp and cosignature. The files are frozen: when one fails, the code is wrong.

// biome-ignore lint/suspicious/noExplicitAny: vectors are read as they are; each test names what it expects of them
type Vector = any

function read(format: string, name: 'valid' | 'invalid'): Vector {
  const path = join(import.meta.dirname, '../../formats/vectors', format, `${name}.json`)
  return JSON.parse(readFileSync(path, 'utf8'))
}

function refusalOf(work: () => unknown): ProofError | null {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof ProofError) return error
    throw error
  }
}

describe('timestamp', () => {
  const verify = ({ response, message, roots }: Vector) =>
    verifyTimestamp(fromBase64(response), { message: utf8(message), roots: roots.map(fromBase64) })

  it.each<Vector>(read('timestamp', 'valid'))('$name', (vector) => {
    expect(verify(vector).time).toBeGreaterThan(0)
  })

  it.each<Vector>(read('timestamp', 'invalid'))('refuses: $name', (vector) => {
    expect(refusalOf(() => verify(vector))).toMatchObject({ code: 'bad_timestamp', what: vector.fault })
  })
})

describe('cosignature', () => {
  const verify = ({ file, leaf, log, witness }: Vector) =>
    verifyProofFile(parseProofFile(file), fromBase64(leaf), { logs: [log], witnesses: [witness], quorum: 1 })

  it.each<Vector>(read('cosignature', 'valid'))('$name', (vector) => {
    expect(verify(vector).cosignatures).toEqual([{ name: 'witness.example/w1', time: vector.time }])
  })

  it.each<Vector>(read('cosignature', 'invalid'))('refuses: $name', (vector) => {
    expect(refusalOf(() => verify(vector))?.code).toBe(vector.code)
  })
})
