import { toHex, utf8 } from '../../src/bytes/bytes.ts'
import { createSm3 } from '../../src/crypto/crypto.node.ts'
import {
  ChatDays,
  datHeading,
  fileStem,
  JSON_BETWEEN,
  JSON_END,
  jsonHead,
  jsonRow,
  kindsOf,
  LoadFile,
  type Manifest,
  PACKAGE_FILES,
  type PackedRow,
  RSMF_MANIFEST,
  rsmfDocument,
  rsmfMail,
  type ShownRow,
  sha256,
} from '../../src/index.ts'
import { cellsOfLine } from '../../src/render/render.ts'
import { zipOf } from './containers.ts'
import type { TestSigner } from './signer.ts'
import { type Files, listed, readManifest, signManifest } from './tamper.ts'

// A package of version 4 or 5: the same rows in every further format that a verifier compares, made as a house makes them.

export function shownRowsOf(files: Files, rows: readonly PackedRow[]): ShownRow[] {
  const [, ...lines] = Buffer.from(files.get(PACKAGE_FILES.csv) ?? [])
    .toString()
    .split(/(?<=\r\n)/)
  return rows.map(({ conv, masks }, i) => ({ cells: cellsOfLine(lines[i] ?? ''), conv, kinds: kindsOf(masks) }))
}

export async function addFurther(files: Files, shown: readonly ShownRow[], version: Manifest['v'] = 4): Promise<void> {
  const { house, export: exported, redaction, rows } = readManifest(files)
  const { number, language } = exported
  const json = `${jsonHead({ number, language, rows })}${shown.map(jsonRow).join(JSON_BETWEEN)}${JSON_END}`
  files.set('data/records.json', utf8(json))
  const context = { version, number, house: house.name, language, policy: redaction.policy }
  const load = new LoadFile(context)
  let [dat, opt] = [datHeading(), '']
  const days = new ChatDays()
  for (const day of [...shown.map((row) => days.add(row)), days.end()]) {
    if (day === null) continue
    const document = rsmfDocument(day, context)
    const zip = await zipOf([[RSMF_MANIFEST, utf8(document.manifest)]], null)
    const stem = fileStem(day)
    const produced = (name: string, bytes: Uint8Array) => {
      files.set(name, bytes)
      return { name, sha256: toHex(sha256(bytes)) }
    }
    const lines = load.add(day, document, {
      native: produced(
        `data/rsmf/${stem}.rsmf`,
        rsmfMail(day, context, document, new Uint8Array(await zip.arrayBuffer())),
      ),
      text: produced(`data/text/${stem}.txt`, utf8(`\ufeff${document.text}`)),
      image: produced(`data/pages/${stem}.pdf`, utf8('%PDF-1.7 not looked at')),
      pages: 1 + (day.no % 3),
    })
    dat += lines.dat
    opt += lines.opt
  }
  files.set('data/production.dat', utf8(dat))
  files.set('data/production.opt', utf8(opt))
}

/** Signed by the house itself, with digests of what is there: what only an insider can do. */
export function signedByHouse(files: Files, signer: TestSigner, v: Manifest['v'] = 4): Files {
  const withSm3 = listed(files).map((file) => ({ ...file, sm3: sm3Of(files.get(file.name)) }))
  const manifest = readManifest(files)
  signManifest(files, { ...manifest, v, files: v >= 3 ? withSm3 : listed(files) }, signer)
  return files
}

function sm3Of(bytes: Uint8Array = new Uint8Array(0)): string {
  const running = createSm3()
  running.update(bytes)
  return toHex(running.digest())
}
