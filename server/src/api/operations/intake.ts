import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type ImportId, Refusal } from '#base'
import { previewTable } from '#intake'
import { operation } from '../contract.ts'
import { Id, Import, ImportOptions, MappingPreview, Quarantined } from '../schema/index.ts'

const ById = z.object({ id: Id })
const PREVIEW_BYTES = 1024 * 1024

const start = operation({
  id: 'intake/start',
  method: 'POST',
  path: '/intake/imports',
  right: 'intake.import',
  says: 'Take a file in: multipart, field `options` (JSON, see ImportOptions) first, then one `file`.',
  answer: Import,
  async handle(house, _input, { actor }, { request }) {
    await house.setup.requireConfirmed()
    const part = await filePart(request)
    const options = optionsOf(part)
    const upload = await house.intake.receiveUpload(part.file)
    try {
      const { format = null, mapping = null, origin, ownAccount } = options
      return await house.intake.startImport(
        { format, mapping, origin, ownAccount, fileName: part.filename },
        upload,
        actor,
      )
    } catch (error) {
      house.intake.dropUpload(upload)
      throw error
    }
  },
})

/** @throws Refusal `upload_not_multipart`, `upload_missing` */
async function filePart(request: FastifyRequest): Promise<MultipartFile> {
  if (!request.isMultipart()) throw new Refusal('invalid', 'upload_not_multipart')
  const part = await request.file()
  if (!part) throw new Refusal('invalid', 'upload_missing')
  return part
}

/** @throws Refusal `options_unreadable` with the place; the field must stand before the file */
function optionsOf(part: MultipartFile): z.output<typeof ImportOptions> {
  const field = part.fields.options
  const text = field && !Array.isArray(field) && field.type === 'field' ? String(field.value) : '{}'
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    throw new Refusal('invalid', 'options_unreadable', { at: '' })
  }
  const options = ImportOptions.safeParse(given)
  if (!options.success)
    throw new Refusal('invalid', 'options_unreadable', { at: options.error.issues[0]?.path.join('.') ?? '' })
  return options.data
}

const preview = operation({
  id: 'intake/preview',
  method: 'POST',
  path: '/intake/preview',
  right: 'intake.preview',
  says: 'Columns and first rows of a table, from its first MiB, to make a mapping by; nothing is kept.',
  answer: MappingPreview,
  async handle(house, _input, { actor }, { request }) {
    const part = await filePart(request)
    await house.recorder.record({ action: 'intake.preview', actor })
    const head: Buffer[] = []
    let length = 0
    for await (const piece of part.file as AsyncIterable<Buffer>) {
      // a browser sends the whole file: the rest is read past and dropped
      if (length < PREVIEW_BYTES) head.push(piece)
      length += piece.length
    }
    return previewTable(Buffer.concat(head).subarray(0, PREVIEW_BYTES))
  },
})

const list = operation({
  id: 'intake/list',
  method: 'GET',
  path: '/intake/imports',
  right: 'intake.read',
  says: 'Imports, newest first, with their counts.',
  answer: z.object({ imports: z.array(Import) }),
  handle: async (house) => ({ imports: await house.intake.listImports() }),
})

const status = operation({
  id: 'intake/status',
  method: 'GET',
  path: '/intake/imports/:id',
  right: 'intake.read',
  says: 'One import: state, rate, counts.',
  params: ById,
  answer: Import,
  handle: (house, { params }) => house.intake.importStatus(params.id as ImportId), // looked up there
})

const quarantine = operation({
  id: 'intake/quarantine',
  method: 'GET',
  path: '/intake/imports/:id/quarantine',
  right: 'intake.read',
  says: 'What an import could not read: place, size and reason; never the bytes.',
  params: ById,
  answer: z.object({ quarantined: z.array(Quarantined) }),
  handle: async (house, { params }) => ({ quarantined: await house.intake.quarantined(params.id as ImportId) }), // looked up there
})

export const intakeOperations = [start, preview, list, status, quarantine]
