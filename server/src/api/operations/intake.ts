import { z } from 'zod'
import { type ImportId, Refusal } from '#base'
import { previewTable } from '#intake'
import { operation } from '../contract.ts'
import { Id, Import, ImportOptions, MappingPreview } from '../schema/index.ts'
import { openUpload, type Upload } from '../upload.ts'

const ById = z.object({ id: Id })
const PREVIEW_BYTES = 1024 * 1024
/** A workbook is packed, and what its cells refer to stands anywhere in it. */
const WORKBOOK_BYTES = 32 * 1024 * 1024
const ZIP = Buffer.from('PK\x03\x04', 'latin1')

const start = operation({
  id: 'intake/start',
  method: 'POST',
  path: '/intake/imports',
  right: 'intake.import',
  says: 'Take a file in: multipart, field `options` (JSON, see ImportOptions) first, then one `file`.',
  answer: Import,
  async handle(house, _input, { actor }, { request }) {
    await house.setup.requireConfirmed()
    const form = await openUpload(request)
    const { format = null, mapping = null, origin, ownAccount, zone = null } = optionsOf(form)
    const upload = await house.intake.receiveUpload(form.content)
    try {
      await form.end()
      const options = { format, mapping, origin, ownAccount, zone, fileName: form.fileName }
      return await house.intake.startImport(options, upload, actor)
    } catch (error) {
      house.intake.dropUpload(upload)
      throw error
    }
  },
})

/** @throws Refusal `options_unreadable` with the place; the field must stand before the file */
function optionsOf(form: Upload): z.output<typeof ImportOptions> {
  const options = ImportOptions.safeParse(form.json('options') ?? {})
  if (!options.success)
    throw new Refusal('invalid', 'options_unreadable', { at: options.error.issues[0]?.path.join('.') ?? '' })
  return options.data
}

const preview = operation({
  id: 'intake/preview',
  method: 'POST',
  path: '/intake/preview',
  right: 'intake.preview',
  says: 'Columns and first rows of a table, from its first MiB (of a workbook 32 MiB), to make a mapping by; nothing is kept.',
  answer: MappingPreview,
  async handle(house, _input, { actor }, { request }) {
    const form = await openUpload(request)
    await house.recorder.record({ action: 'intake.preview', actor })
    const head: Buffer[] = []
    let length = 0
    let most = PREVIEW_BYTES
    for await (const piece of form.content) {
      // a browser sends the whole file: the rest is read past and dropped
      if (length === 0 && piece.subarray(0, 4).equals(ZIP)) most = WORKBOOK_BYTES
      if (length < most) head.push(piece)
      length += piece.length
    }
    return previewTable(Buffer.concat(head).subarray(0, most))
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

const pause = operation({
  id: 'intake/pause',
  method: 'POST',
  path: '/intake/imports/:id/pause',
  right: 'intake.control',
  says: 'Stop reading for a while; the import keeps its place.',
  params: ById,
  answer: Import,
  async handle(house, { params }, { actor }) {
    const id = params.id as ImportId // looked up there
    await house.intake.control.pause(id, actor)
    return house.intake.importStatus(id)
  },
})

const resume = operation({
  id: 'intake/resume',
  method: 'POST',
  path: '/intake/imports/:id/resume',
  right: 'intake.control',
  says: 'Go on. The answer is the import that runs: the same, or a new one that reads an interrupted file again.',
  params: ById,
  answer: Import,
  async handle(house, { params }, { actor }) {
    return house.intake.importStatus(await house.intake.control.resume(params.id as ImportId, actor)) // looked up there
  },
})

const cancel = operation({
  id: 'intake/cancel',
  method: 'POST',
  path: '/intake/imports/:id/cancel',
  right: 'intake.control',
  says: 'Stop reading for good; what was read stays archived.',
  params: ById,
  answer: Import,
  async handle(house, { params }, { actor }) {
    const id = params.id as ImportId // looked up there
    await house.intake.control.cancel(id, actor)
    return house.intake.importStatus(id)
  },
})

export const intakeOperations = [start, preview, list, status, pause, resume, cancel]
