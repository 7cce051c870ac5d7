import {
  type ChatDay,
  RSMF_MANIFEST,
  type RsmfContext,
  type RsmfDocument,
  rsmfDocument,
  rsmfMail,
} from '@cunzhen/proof'
import { ZipWriter } from '../containers/zip.ts'

// An RSMF file in the verifier's own rendering (proof/src/render-rsmf.ts); here its manifest is packed.

export interface RsmfFile {
  /** The .rsmf file, seven bits a byte. */
  eml: Uint8Array
  document: RsmfDocument
}

export async function rsmfFile(day: ChatDay, context: RsmfContext): Promise<RsmfFile> {
  const document = rsmfDocument(day, context)
  return { eml: rsmfMail(day, context, document, await zipped(RSMF_MANIFEST, document.manifest)), document }
}

async function zipped(name: string, content: string): Promise<Buffer> {
  const parts: Buffer[] = []
  const zip = new ZipWriter(async (bytes) => void parts.push(Buffer.from(bytes)), null)
  await zip.add(name, content)
  await zip.end()
  return Buffer.concat(parts)
}
