import { ProofError } from '@cunzhen/proof'
import { bytesSource } from './byte-source.ts'
import { openPlainZip } from './zip-reader.ts'

// A .rsmf file (formats/rsmf.ts) as a person can read it: its headers, its text, and the manifest of its attachment, each decoded and
// whole. The file itself is base64 almost throughout.

/** @throws ProofError 'bad_shape' for what rsmf.ts did not write */
export async function rsmfText(eml: Buffer): Promise<string> {
  const file = eml.toString('latin1')
  const boundary = /boundary="([^"\r\n]{1,70})"/.exec(file)?.[1]
  const [head, text, zip, end] = file.split(`--${boundary}`)
  if (head === undefined || text === undefined || zip === undefined || end === undefined)
    throw new ProofError('bad_shape', 'rsmf')
  const inner = await openPlainZip(bytesSource(contentOf(zip)))
  const manifest: Buffer[] = []
  for await (const bytes of inner.read('rsmf_manifest.json')) manifest.push(Buffer.from(bytes))
  return [
    decodedWords(head.trim()),
    contentOf(text).toString('utf8').trim(),
    'rsmf.zip / rsmf_manifest.json',
    JSON.stringify(JSON.parse(Buffer.concat(manifest).toString('utf8')), null, 1),
    '',
  ].join('\r\n\r\n')
}

/** Behind the headers of a part. */
function contentOf(part: string): Buffer {
  return Buffer.from(part.slice(part.indexOf('\r\n\r\n')), 'base64')
}

/** RFC 2047: words that stand side by side are one. */
function decodedWords(head: string): string {
  return head
    .replace(/\?=\r\n =\?utf-8\?B\?/g, '?==?utf-8?B?')
    .replace(/=\?utf-8\?B\?([A-Za-z0-9+/=]*)\?=/g, (_, word: string) => Buffer.from(word, 'base64').toString('utf8'))
}
