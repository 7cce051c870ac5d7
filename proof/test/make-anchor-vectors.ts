import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toBase64, utf8 } from '../src/bytes/bytes.ts'
import { formatCheckpoint, leafHash, nodeHash, parseVerifierKey, signNote } from '../src/index.ts'
import { cosign, formatCosignerKey } from '../src/ledger/cosignature.ts'
import { formatProofFile } from '../src/ledger/proof-file.ts'
import { parseTimestamp } from '../src/timestamp/timestamp.ts'
import { bytesFrom } from './support/sample.ts'
import { testSigner } from './support/signer.ts'
import { type Issued, openTsa } from './support/tsa.ts'

// Run by hand once for a new format version: `node proof/test/make-anchor-vectors.ts FOLDER`. The stamps are made by openssl
// with keys of that moment: each run makes others. The files in formats/vectors are frozen.

const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: make-anchor-vectors.ts FOLDER')

async function write(format: string, valid: unknown, invalid: unknown): Promise<void> {
  const path = join(folder ?? '', format)
  await mkdir(path, { recursive: true })
  await writeFile(join(path, 'valid.json'), `${JSON.stringify(valid, null, 1)}\n`)
  await writeFile(join(path, 'invalid.json'), `${JSON.stringify(invalid, null, 1)}\n`)
}

const house = testSigner('house')
const origin = parseVerifierKey(house.verifierKey).name
const leaves = [0, 1, 2].map((i) => leafHash(utf8(`entry ${i}`)))
const [first = new Uint8Array(), second = new Uint8Array(), third = new Uint8Array()] = leaves
const text = formatCheckpoint({ origin, size: 3, root: nodeHash(nodeHash(first, second), third) })

async function stamps(): Promise<void> {
  const tsa = openTsa()
  const root = tsa.issue('Vector Root', 'root', null, 'ec', 36500)
  const middle = tsa.issue('Vector Middle', 'middle', root, 'rsa', 36500)
  const unit = tsa.issue('Vector Unit', 'unit', root, 'ec', 36500)
  const deep = tsa.issue('Vector Deep', 'unit', middle, 'rsa', 36500)
  const message = utf8(text)
  const one = (name: string, response: Uint8Array, more: object = {}) => ({
    name,
    message: text,
    roots: [toBase64(root.der)],
    response: toBase64(response),
    ...more,
  })
  const valid = [
    one('ECDSA P-256', tsa.stamp(message, { unit })),
    one('ECDSA P-256 over SHA-512', tsa.stamp(message, { unit, digest: 'sha512' })),
    one('RSA through an authority in between', tsa.stamp(message, { unit: deep, chain: middle })),
    one('bound by SHA-1', tsa.stamp(message, { unit, section: 'issuing1' })),
  ]
  const info = (): Uint8Array => parseTimestamp(tsa.stamp(message, { unit })).infoBytes
  const wrong = (extensions: 'loose' | 'both' | 'web'): Issued =>
    tsa.issue('Vector Wrong', extensions, root, 'ec', 36500)
  const other = tsa.issue('Vector Root', 'root', null, 'ec', 36500)
  const invalid = [
    one('of other bytes', tsa.stamp(utf8('x'), { unit }), { fault: 'imprint' }),
    one('over SHA-1', tsa.stamp(message, { unit, digest: 'sha1' }), { fault: 'imprint_algorithm' }),
    one('another root of the same name', tsa.stamp(message, { unit }), {
      roots: [toBase64(other.der)],
      fault: 'chain',
    }),
    ...(['loose', 'both', 'web'] as const).map((each) => {
      const signer = wrong(each)
      return one(`certificate: ${each}`, tsa.resign(info(), [signer]), { fault: 'key_purpose' })
    }),
    one('nothing names the certificate', tsa.resign(info(), [unit], { bound: false }), {
      fault: 'certificate_binding',
    }),
    one('two signers', tsa.resign(info(), [unit, deep]), { fault: 'several_signers' }),
    one('no time stamp inside', tsa.resign(info(), [unit], { type: '1.2.840.113549.1.7.1' }), {
      fault: 'content_type',
    }),
  ]
  await write('timestamp', valid, invalid)
  tsa.stop()
}

async function cosignatures(): Promise<void> {
  const seen = testSigner('seen')
  const key = formatCosignerKey('witness.example/w1', parseVerifierKey(seen.verifierKey).publicKey)
  const note = signNote(text, house.verifierKey, house.sign)
  const whole = note + cosign(text, key, 1_800_000_000, seen.sign)
  const file = formatProofFile({ index: 1, hashes: [first, third], checkpoint: whole })
  const about = { log: house.verifierKey, witness: key, leaf: toBase64(second) }
  await write(
    'cosignature',
    [
      { name: 'one witness', ...about, file, time: 1_800_000_000 },
      {
        name: 'with extra data',
        ...about,
        file: file.replace('\n', `\nextra ${toBase64(bytesFrom('extra', 20))}\n`),
        time: 1_800_000_000,
      },
    ],
    [
      {
        name: 'nobody cosigned',
        ...about,
        file: formatProofFile({ index: 1, hashes: [first, third], checkpoint: note }),
        code: 'bad_proof_file',
      },
      { name: 'another entry', ...about, leaf: toBase64(first), file, code: 'root_mismatch' },
      { name: 'another place', ...about, file: file.replace('index 1', 'index 0'), code: 'root_mismatch' },
      { name: 'another size', ...about, file: file.replace('\n3\n', '\n4\n'), code: 'bad_signature' },
      {
        name: 'a cosignature of another text',
        ...about,
        file: formatProofFile({
          index: 1,
          hashes: [first, third],
          checkpoint: note + cosign('x\n', key, 1, seen.sign),
        }),
        code: 'bad_cosignature',
      },
      { name: 'another head', ...about, file: file.replace('@v1', '@v2'), code: 'bad_proof_file' },
    ],
  )
}

await stamps()
await cosignatures()
