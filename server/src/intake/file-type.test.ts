import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { fileTypeOf, HEAD_BYTES } from './file-type.ts'

const latin = (text: string) => Buffer.from(text, 'latin1')
const KNOWN: [what: string, head: Buffer, type: string][] = [
  ['PNG', latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), 'image/png'],
  ['JPEG', latin('\xff\xd8\xff\xe0\0\x10JFIF'), 'image/jpeg'],
  ['GIF', latin('GIF89a\x01\0\x01\0'), 'image/gif'],
  ['WebP', latin('RIFF\x24\0\0\0WEBPVP8 '), 'image/webp'],
  ['HEIC', latin('\0\0\0\x18ftypheic\0\0\0\0'), 'image/heic'],
  ['MP4', latin('\0\0\0\x18ftypisom\0\0\x02\0'), 'video/mp4'],
  ['M4A', latin('\0\0\0\x18ftypM4A \0\0\0\0'), 'audio/mp4'],
  ['QuickTime', latin('\0\0\0\x14ftypqt  \0\0\0\0'), 'video/quicktime'],
  ['WebM', latin('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm'), 'video/webm'],
  ['Ogg', latin('OggS\0\x02\0\0\0\0\0\0\0\0OpusHead'), 'audio/ogg'],
  ['WAV', latin('RIFF\x24\0\0\0WAVEfmt '), 'audio/wav'],
  ['MP3 with a tag', latin('ID3\x03\0\0\0\0\0\0'), 'audio/mpeg'],
  ['MP3 without one', latin('\xff\xfb\x90\x64\0\0'), 'audio/mpeg'],
  ['AAC', latin('\xff\xf1\x50\x80\x02\x1f'), 'audio/aac'],
  ['AMR', latin('#!AMR\n\x3c'), 'audio/amr'],
  ['SILK as WeChat writes it', latin('\x02#!SILK_V3\x0c'), 'audio/silk'],
  ['PDF', latin('%PDF-1.7\n%\xe2\xe3'), 'application/pdf'],
  ['a zip, a workbook', latin('PK\x03\x04\x14\0'), 'application/zip'],
  ['a program', latin('MZ\x90\0\x03\0\0\0'), 'application/vnd.microsoft.portable-executable'],
  ['text', Buffer.from('合同第一条\r\n\t甲方'), 'text/plain'],
  ['text that begins like a bitmap', Buffer.from('BMW 的保养记录'), 'text/plain'],
  ['a page', Buffer.from('\n <!DOCTYPE html><p>x'), 'text/html'],
  ['a drawing that may hold scripts', Buffer.from('<?xml version="1.0"?><svg onload="x()">'), 'image/svg+xml'],
  ['XML', Buffer.from('<?xml version="1.0"?><a/>'), 'text/xml'],
  ['text in GB18030', Buffer.from([0xba, 0xcf, 0xcd, 0xac]), 'application/octet-stream'],
  ['bytes of nothing known', Buffer.from([0, 1, 2, 3, 255]), 'application/octet-stream'],
  ['nothing', Buffer.alloc(0), 'application/octet-stream'],
]
test.each(KNOWN)('%s is known by how it begins', (_what, head, type) => {
  expect(fileTypeOf(head)).toBe(type)
})

test('text is known where the head cuts a letter in two, and is none where its bytes are broken', () => {
  const text = Buffer.from('汉'.repeat(HEAD_BYTES))
  for (const from of [0, 3, 6]) expect(fileTypeOf(text.subarray(from, from + HEAD_BYTES))).toBe('text/plain')
  const broken = Buffer.from(text.subarray(0, HEAD_BYTES))
  broken[100] = 0xff
  expect(fileTypeOf(broken)).toBe('application/octet-stream')
})

test('whatever the bytes, there is an answer', () => {
  for (let n = 0; n < 2000; n += 1) expect(fileTypeOf(randomBytes(n % 80))).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/)
})
