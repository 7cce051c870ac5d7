import { fromBase64, fromUtf8, toBase64, utf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import type { ChatDay } from './chat-days.ts'
import { collectionOf, type RsmfContext, type RsmfDocument } from './render-rsmf.ts'
import { cell } from './shown-row.ts'

// The e-mail of an RSMF file around its text and its attachment, written and taken apart.

const BOUNDARY = 'cunzhen-rsmf-2'

/** The whole file, seven bits a byte, with `zip` as its attachment. */
export function rsmfMail(
  day: ChatDay,
  context: RsmfContext,
  { participants: people, begin, end, text }: RsmfDocument,
  zip: Uint8Array,
): Uint8Array {
  const [first] = day.rows
  const conversation = (first && cell(first, 'conversation')) || `C${day.conv}`
  const headers: (string | null)[] = [
    'X-RSMF-Version: 2.0.0',
    'X-RSMF-Generator: Cunzhen',
    begin && `X-RSMF-BeginDate: ${begin}`,
    end && `X-RSMF-EndDate: ${end}`,
    `X-RSMF-EventCount: ${day.rows.length}`,
    'X-RSMF-AttachmentCount: 0',
    folded('X-RSMF-Application', [(first && cell(first, 'platform')) || 'unknown']),
    folded('X-RSMF-Custodian', [context.house || 'unknown']),
    folded(
      'X-RSMF-Participants',
      people.map(({ display }) => display),
    ),
    folded('X-RSMF-EventCollectionID', [collectionOf(day, context)]),
    mailboxes('From', [[context.house || 'unknown', 'house']]),
    mailboxes(
      'To',
      people.map(({ display, id }) => [display, id.toLowerCase()]),
    ),
    folded('Subject', [`${context.number} ${conversation} ${day.day}`]),
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
  ]
  const parts = [
    headers.filter((each) => each !== null).join('\r\n'),
    '',
    `--${BOUNDARY}`,
    'Content-Type: text/plain; charset="utf-8"',
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(utf8(text)),
    `--${BOUNDARY}`,
    'Content-Type: application/zip; name="rsmf.zip"',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="rsmf.zip"',
    '',
    base64Lines(zip),
    `--${BOUNDARY}--`,
    '',
  ]
  return utf8(parts.join('\r\n'))
}

function base64Lines(bytes: Uint8Array): string {
  return (toBase64(bytes).match(/.{1,76}/g) ?? []).join('\r\n')
}

/** A header of words, each encoded where it must be (RFC 2047), on as many lines as it takes. */
function folded(name: string, words: readonly string[]): string {
  return `${name}: ${words.map(encoded).join(',\r\n ')}`
}

function mailboxes(name: string, people: readonly (readonly [display: string, local: string])[]): string {
  return `${name}: ${people.map(([display, local]) => `${encoded(display)}\r\n <${local}@records.invalid>`).join(',\r\n ')}`
}

/** RFC 2047 section 2: an encoded word has at most 75 characters, and no character is cut in two. */
function encoded(text: string): string {
  if (/^[A-Za-z0-9 _.#/-]{1,60}$/.test(text) && text.trim() === text) return text
  const words: string[] = []
  let piece = ''
  for (const character of text) {
    if (utf8(piece + character).length > 42) {
      words.push(piece)
      piece = ''
    }
    piece += character
  }
  words.push(piece)
  return words.map((each) => `=?utf-8?B?${toBase64(utf8(each))}?=`).join('\r\n ')
}

/** The attachment of a mail that rsmfMail wrote, and its text. Throws ProofError 'bad_shape', 'bad_base64', 'bad_utf8'. */
export function rsmfParts(mail: Uint8Array): { text: string; zip: Uint8Array } {
  const [, text, zip, end, ...more] = fromUtf8(mail).split(`\r\n--${BOUNDARY}`)
  if (text === undefined || zip === undefined || end === undefined || more.length > 0)
    throw new ProofError('bad_shape', 'rsmf')
  return { text: fromUtf8(contentOf(text)), zip: contentOf(zip) }
}

/** Behind the headers of a part. */
function contentOf(part: string): Uint8Array {
  const start = part.indexOf('\r\n\r\n')
  if (start < 0) throw new ProofError('bad_shape', 'rsmf')
  return fromBase64(part.slice(start).replaceAll('\r\n', ''))
}
