import { fromBase64, fromUtf8, toBase64, utf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { isStrictMail } from '../package/package.ts'
import type { ChatDay } from './chat-days.ts'
import { collectionOf, type RsmfContext, type RsmfDocument } from './render-rsmf.ts'
import { FIRST_HEADERS, STRICT_HEADERS } from './rsmf-headers.ts'
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
  const { words, mailboxes, date } = isStrictMail(context.version) ? STRICT_HEADERS : FIRST_HEADERS
  const [first] = day.rows
  const conversation = (first && cell(first, 'conversation')) || `C${day.conv}`
  const headers: (string | null)[] = [
    'X-RSMF-Version: 2.0.0',
    'X-RSMF-Generator: Cunzhen',
    begin && `X-RSMF-BeginDate: ${begin}`,
    end && `X-RSMF-EndDate: ${end}`,
    `X-RSMF-EventCount: ${day.rows.length}`,
    'X-RSMF-AttachmentCount: 0',
    words('X-RSMF-Application', [(first && cell(first, 'platform')) || 'unknown']),
    words('X-RSMF-Custodian', [context.house || 'unknown']),
    words(
      'X-RSMF-Participants',
      people.map(({ display }) => display),
    ),
    words('X-RSMF-EventCollectionID', [collectionOf(day, context)]),
    date(begin),
    mailboxes('From', [[context.house || 'unknown', 'house']]),
    mailboxes(
      'To',
      people.map(({ display, id }) => [display, id.toLowerCase()]),
    ),
    words('Subject', [`${context.number} ${conversation} ${day.day}`]),
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
