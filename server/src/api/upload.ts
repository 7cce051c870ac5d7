import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '#base'

// A form with one file, read as it comes. Whatever is wrong with it is its sender's to mend, and never half taken.

export interface Upload {
  readonly fileName: string
  readonly content: AsyncIterable<Buffer>
  /** The field's value as JSON; undefined where there is none. Fields stand before the file. @throws Refusal `options_unreadable` */
  json(field: string): unknown
  /** To be called after the content: nothing more may come. @throws Refusal `upload_one_file`, `upload_broken` */
  end(): Promise<void>
}

/** @throws Refusal `upload_not_multipart`, `upload_missing`, `upload_broken` */
export async function openUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw new Refusal('invalid', 'upload_not_multipart')
  const parts = request.parts()
  const file = await nextFile(parts)
  if (!file) throw new Refusal('invalid', 'upload_missing')
  return {
    fileName: file.filename,
    content: whole(file),
    json: (field) => jsonOf(file, field),
    async end() {
      if (await nextFile(parts)) throw new Refusal('invalid', 'upload_one_file')
    },
  }
}

type Parts = ReturnType<FastifyRequest['parts']>

async function nextFile(parts: Parts): Promise<MultipartFile | null> {
  for (;;) {
    const { done, value } = await parts.next().catch((error: unknown) => {
      throw broken(error)
    })
    if (done) return null
    if (value.type === 'file') return value
  }
}

async function* whole({ file }: MultipartFile): AsyncGenerator<Buffer> {
  try {
    yield* file as AsyncIterable<Buffer> // a stream without an encoding hands out buffers
  } catch (error) {
    throw broken(error)
  }
}

/** The parser's own words may quote the form. */
function broken(error: unknown): Refusal {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return new Refusal('invalid', code === 'FST_FILES_LIMIT' ? 'upload_one_file' : 'upload_broken')
}

function jsonOf({ fields }: MultipartFile, name: string): unknown {
  const field = fields[name]
  if (!field || Array.isArray(field) || field.type !== 'field') return undefined
  // a field that names its type as JSON has been read
  if (typeof field.value !== 'string') return field.value
  try {
    return JSON.parse(field.value)
  } catch {
    throw new Refusal('invalid', 'options_unreadable', { at: '' })
  }
}
