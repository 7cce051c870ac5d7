import { PACKAGE_FILES } from '@cunzhen/proof'
import { Refusal } from '#base'
import { openAgeFile } from '../containers/age-file.ts'
import { openPlainZip, openSealedZip, type SealedZip } from '../containers/zip-reader.ts'
import { bytesPage, formOf, type PageOf, type PreviewForm, tablePage, textPage } from './preview-forms.ts'

// What a person looks at before saying yes: every file of the sealed package, read out of the package itself as it lies there, never out
// of the archive. Nothing of it is kept; nothing readable touches the disk.

export interface PreviewPage extends PageOf {
  readonly files: readonly { readonly name: string; readonly size: number; readonly form: PreviewForm }[]
  /** The one that this is a page of. */
  readonly file: string
  readonly form: PreviewForm
  /** Where the page begins: a row of a table, a byte of anything else; from 0. */
  readonly from: number
}

/** The bytes of one file that a browser draws by itself. */
export interface PreviewFile {
  readonly size: number
  /** Ends the reading of the package too. */
  readonly bytes: AsyncIterable<Uint8Array>
  /** Where they are not read to their end. May be called again. */
  close(): Promise<void>
}

/** How a package is opened: by its password, or by the house's own key of age, which it has until the release. */
export type PreviewKey = { readonly password: string } | { readonly identity: string }

/** Where a preview begins that names no file. */
export const FIRST_FILE = PACKAGE_FILES.csv

/** @throws Refusal `file_not_in_package`; ProofError for a package that cannot be read */
export async function readPreview(path: string, key: PreviewKey, file: string, from: number): Promise<PreviewPage> {
  const sealed = await openPackage(path, key)
  try {
    sizeOf(sealed, file)
    const files = sealed.files.map(({ name, size }) => ({ name, size, form: formOf(name) }))
    return { files, file, form: formOf(file), from, ...(await pageOf(sealed, file, from, key)) }
  } finally {
    await sealed.close()
  }
}

/** @throws Refusal `file_not_in_package`, `not_shown` for a file that is not made of pages */
export async function openPreviewFile(path: string, key: PreviewKey, file: string): Promise<PreviewFile> {
  const sealed = await openPackage(path, key)
  try {
    const size = sizeOf(sealed, file)
    if (formOf(file) !== 'pages') throw new Refusal('conflict', 'not_shown')
    return { size, bytes: closingAfter(sealed, file), close: () => sealed.close() }
  } catch (error) {
    await sealed.close()
    throw error
  }
}

async function* closingAfter(sealed: SealedZip, file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* sealed.read(file)
  } finally {
    await sealed.close()
  }
}

async function openPackage(path: string, key: PreviewKey): Promise<SealedZip> {
  return 'password' in key ? openSealedZip(path, key.password) : openPlainZip(await openAgeFile(path, key.identity))
}

/** Names are compared with those of the package and used for nothing else. */
function sizeOf(sealed: SealedZip, file: string): number {
  const found = sealed.files.find(({ name }) => name === file)
  if (found === undefined) throw new Refusal('not_found', 'file_not_in_package')
  return found.size
}

function pageOf(sealed: SealedZip, file: string, from: number, key: PreviewKey): Promise<PageOf> {
  const bytes = sealed.read(file)
  switch (formOf(file)) {
    case 'table':
      return tablePage(file, bytes, from, 'password' in key ? key.password : null)
    case 'text':
      return textPage(file, bytes, from)
    case 'bytes':
      return bytesPage(bytes, from)
    case 'pages':
      // drawn by the browser, asked for by itself
      return Promise.resolve({ headings: [], rows: [], text: null, next: null })
  }
}
