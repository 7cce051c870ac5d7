import { describe, expect, it } from 'vitest'
import { bytesFrom } from '../../test/support/sample.ts'
import { testSigner } from '../../test/support/signer.ts'
import { toBase64, utf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { sha256 } from '../crypto/crypto.node.ts'
import { formatCheckpoint } from './checkpoint.ts'
import { cosign, formatCosignerKey } from './cosignature.ts'
import { leafHash, nodeHash } from './merkle.ts'
import { parseVerifierKey, signNote } from './note.ts'
import { formatProofFile, type ProofFile, parseProofFile, verifyProofFile } from './proof-file.ts'

const house = testSigner('house')
const origin = parseVerifierKey(house.verifierKey).name
const seen = testSigner('seen')
const witness = formatCosignerKey('witness.example', parseVerifierKey(seen.verifierKey).publicKey)
const leaves = [0, 1, 2].map((i) => leafHash(utf8(`entry ${i}`)))
const [first = new Uint8Array(), second = new Uint8Array(), third = new Uint8Array()] = leaves
const text = formatCheckpoint({ origin, size: 3, root: nodeHash(nodeHash(first, second), third) })
const checkpoint = signNote(text, house.verifierKey, house.sign) + cosign(text, witness, 1_800_000_000, seen.sign)
const file: ProofFile = { index: 1, hashes: [first, third], checkpoint }
const policy = { logs: [house.verifierKey], witnesses: [witness], quorum: 1 }

const refusal = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof ProofError) return error.message
    throw error
  }
  return 'accepted'
}

describe('proof files', () => {
  it('are written as the format says', () => {
    const hash = sha256(utf8('hash1'))
    const head = 'c2sp.org/tlog-proof@v1\n'
    const plain = { index: 5, hashes: [hash, first], checkpoint: 'test checkpoint\n' }
    const lines = `${toBase64(hash)}\n${toBase64(first)}`
    expect(formatProofFile(plain)).toBe(`${head}index 5\n${lines}\n\ntest checkpoint\n`)
    const extra = utf8('extra information')
    const more = `${head}extra ${toBase64(extra)}\nindex 10\n${toBase64(hash)}\n\ntest checkpoint\n`
    expect(formatProofFile({ ...plain, index: 10, hashes: [hash], extra })).toBe(more)
    expect(formatProofFile({ ...plain, index: 0, hashes: [] })).toBe(`${head}index 0\n\ntest checkpoint\n`)
    for (const one of [plain, { ...plain, extra }, { ...plain, hashes: [] }, file]) {
      expect(parseProofFile(formatProofFile(one))).toEqual(one)
    }
  })

  it.each([
    'wrong-header\nindex 0\n\ncheckpoint\n',
    'c2sp.org/tlog-proof@v1\nextra !!notbase64!!\nindex 0\n\ncheckpoint\n',
    'c2sp.org/tlog-proof@v1\n\n\ncheckpoint\n',
    'c2sp.org/tlog-proof@v1\nindex notanumber\n\ncheckpoint\n',
    'c2sp.org/tlog-proof@v1\nindex -5\n\ncheckpoint\n',
    'c2sp.org/tlog-proof@v1\nindex 05\n\ncheckpoint\n',
    'c2sp.org/tlog-proof@v1\nindex 9999999999999999\n\ncheckpoint\n',
    'c2sp.org/tlog-proof@v1\nindex 0\n!!notbase64!!\n\ncheckpoint\n',
    `c2sp.org/tlog-proof@v1\nindex 0\n${toBase64(new Uint8Array(64))}\n\ncheckpoint\n`,
    `c2sp.org/tlog-proof@v1\nindex 0\n${`${toBase64(new Uint8Array(32))}\n`.repeat(64)}\ncheckpoint\n`,
    'c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint',
    'c2sp.org/tlog-proof@v1\nindex 0\n\n',
    'c2sp.org/tlog-proof@v1\nindex 0\n',
    `c2sp.org/tlog-proof@v1\nindex 0\n\n${'x'.repeat(2_000_000)}\n`,
    '',
  ])('%#: what is none is refused', (wrong) => {
    expect(() => parseProofFile(wrong)).toThrow(expect.objectContaining({ code: 'bad_proof_file' }))
  })

  it('hold for their entry under a policy, and for nothing else', () => {
    const held = verifyProofFile(file, second, policy)
    expect(held.cosignatures).toEqual([{ name: 'witness.example', time: 1_800_000_000 }])
    expect(held.checkpoint.size).toBe(3)
    expect(refusal(() => verifyProofFile(file, first, policy))).toBe('root_mismatch')
    expect(refusal(() => verifyProofFile({ ...file, index: 0 }, second, policy))).toBe('root_mismatch')
    expect(refusal(() => verifyProofFile({ ...file, index: 3 }, second, policy))).toBe('index_out_of_range')
    expect(refusal(() => verifyProofFile({ ...file, hashes: [first] }, second, policy))).toBe('bad_proof_length')
    expect(refusal(() => verifyProofFile(file, second, { ...policy, quorum: 2 }))).toBe('bad_proof_file: quorum')
    expect(refusal(() => verifyProofFile(file, second, { ...policy, witnesses: [], quorum: 0 }))).toBe('accepted')
    const stranger = testSigner('stranger').verifierKey
    expect(refusal(() => verifyProofFile(file, second, { ...policy, logs: [stranger] }))).toBe('no_known_signature')
    const elsewhere = formatCheckpoint({ origin: 'elsewhere.example', size: 3, root: bytesFrom('r', 32) })
    const borrowed = { ...file, checkpoint: signNote(elsewhere, house.verifierKey, house.sign) }
    expect(refusal(() => verifyProofFile(borrowed, second, { ...policy, quorum: 0 }))).toBe('bad_proof_file: origin')
  })
})
