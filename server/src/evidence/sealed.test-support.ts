import { join } from 'node:path'
import {
  canonicalJson,
  createSm3,
  manifestNoteText,
  PACKAGE_FILES,
  readWhole,
  sha256,
  toHex,
  type Verdict,
  verifyPackage,
} from '@cunzhen/proof'
import { normaliseScope, resolveScope, type Scope, scopeDigest } from '#access'
import { ArchiveReader, readerSecrets } from '#archive'
import { newId, systemClock } from '#base'
import { signer } from '#platform/keys'
import { DEFAULT_MASKS } from '#redaction'
import { selfAttested } from './anchored.test-support.ts'
import { openSealedZip } from './containers/zip-reader.ts'
import { buildPackage } from './package/build.ts'
import { signedManifest } from './package/sign.ts'
import type { ExportDesk, ExportJob } from './register/job.ts'
import type { World } from './world.test-support.ts'

// One package of any scope, straight from buildPackage on this thread: with a desk and a reader that may lie, as a house could
// that seals one thing and shows another; and what such a house does to a finished package before it signs it anew.

export type PackageFiles = Map<string, Uint8Array>

export interface Lies {
  desk?: (desk: ExportDesk) => Partial<ExportDesk>
  reader?: (reader: ArchiveReader) => Partial<ArchiveReader>
}

let runs = 0

export async function packageOf(world: World, scope: Partial<Scope>, lies: Lies = {}): Promise<PackageFiles> {
  const { archive, house } = world
  world.grant.scope = normaliseScope({ ...world.grant.scope, ...scope })
  const approved = world.grant.scope
  runs += 1
  const statements = await statementsOver(world, approved)
  const path = (what: string) => join(house.dir, 'exports', `.${newId('exp')}.${what}`)
  const { verifierKey, name } = signer(house.keyring, 'evidence')
  const job: ExportJob = {
    house: house.dir,
    houseName: '存真演示',
    verifierKey,
    secrets: readerSecrets(house.keyring),
    number: `E-2026-${runs}`,
    caseNo: '#2026-0876',
    recipient: '',
    language: 'zh',
    formats: ['csv'],
    names: 'mask',
    approved,
    scope: resolveScope(approved, (people) => archive.catalog.conversationsOf(people)),
    scopeDigest: scopeDigest(approved),
    masks: { ...DEFAULT_MASKS, length: 'fixed' },
    masksId: 'masks/v2 internal test',
    statements,
    people: [],
    participants: new Map(),
    pseudonymKey: new Uint8Array(32),
    password: 'correct horse battery staple',
    at: systemClock.now(),
    zipPath: path('zip'),
    spoolPath: path('spool'),
    factsPath: path('facts'),
    agePath: path('age'),
    ageRecipient: null,
    ageIdentity: null,
    rowThreads: 0,
    facts: {},
  }
  const desk: ExportDesk = {
    progress: async () => undefined,
    appendStatement: (salt, statement) =>
      archive.journal.appendStatement({ type: 'export', key: `export/${runs}`, salt, statement }),
    seal: () => archive.sealEpoch(job.scope.conversations === 'all' ? 'all' : [...job.scope.conversations]),
    integrate: async () => void (await archive.integrate()),
    anchor: async () => selfAttested(house),
    signManifest: async (text) => signedManifest(house.keyring, name, text),
  }
  const reader = new ArchiveReader(house.dir, readerSecrets(house.keyring), systemClock)
  try {
    await buildPackage(job, {
      reader: lies.reader ? withLies(reader, lies.reader(reader)) : reader,
      catalog: archive.catalog,
      desk: { ...desk, ...lies.desk?.(desk) },
      onHands: () => undefined,
    })
  } finally {
    reader.close()
  }
  const zip = await openSealedZip(job.zipPath, job.password)
  const files: PackageFiles = new Map()
  for (const file of zip.files) files.set(file.name, await readWhole(zip.read(file.name), 2 ** 31, file.name))
  await zip.close()
  return files
}

/** The same reader but for what the lies answer. */
function withLies(reader: ArchiveReader, lies: Partial<ArchiveReader>): ArchiveReader {
  return new Proxy(reader, {
    get(target, key) {
      const own = Reflect.get(lies, key) ?? Reflect.get(target, key)
      return typeof own === 'function' ? own.bind(target) : own
    },
  })
}

async function statementsOver({ archive, people }: World, scope: Scope): Promise<ExportJob['statements']> {
  const salt = new Uint8Array(16)
  const by = people.approver.id
  const at = 1_700_000_000_000
  const statement = { v: 1, what: 'decision', stage: 'legal', outcome: 'approved', scope: scopeDigest(scope), at, by }
  const index = await archive.journal.appendStatement({ type: 'decision', key: `decision/${runs}`, salt, statement })
  return [{ type: 'decision', salt, statement, index }]
}

export const trusted = (world: World, files: PackageFiles): Promise<Verdict> =>
  verifyPackage(files, { trust: [signer(world.house.keyring, 'evidence').verifierKey] })

/** What the house itself can do: change a file and sign for it. */
export function forged(world: World, files: PackageFiles, change: (files: PackageFiles) => void): PackageFiles {
  const copy = new Map(files)
  change(copy)
  const manifest = JSON.parse(textOf(copy, PACKAGE_FILES.manifest))
  manifest.files = [...copy]
    .filter(([name]) => name !== PACKAGE_FILES.manifest && name !== PACKAGE_FILES.note)
    .map(([name, bytes]) => ({
      ...manifest.files.find((file: { name: string }) => file.name === name),
      name,
      size: bytes.length,
      sha256: toHex(sha256(bytes)),
      sm3: sm3Of(bytes),
    }))
    .sort((a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1))
  const json = Buffer.from(canonicalJson(manifest))
  const { name } = signer(world.house.keyring, 'evidence')
  copy.set(PACKAGE_FILES.manifest, json)
  copy.set(PACKAGE_FILES.note, Buffer.from(signedManifest(world.house.keyring, name, manifestNoteText(json, name))))
  return copy
}

function sm3Of(bytes: Uint8Array): string {
  const sum = createSm3()
  sum.update(bytes)
  return toHex(sum.digest())
}

export function textOf(files: PackageFiles, name: string): string {
  return Buffer.from(files.get(name) ?? []).toString()
}

/** The lines of proof/completeness.ndjson, read and written again. */
export function changeLines(
  world: World,
  files: PackageFiles,
  change: (lines: Record<string, unknown>[]) => Record<string, unknown>[],
): PackageFiles {
  return forged(world, files, (copy) => {
    const lines = textOf(copy, PACKAGE_FILES.completeness)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>) // as the writer makes them
    const changed = change(lines).map((line) => `${canonicalJson(line)}\n`)
    copy.set(PACKAGE_FILES.completeness, Buffer.from(changed.join('')))
  })
}

/** Codes of the check `completeness`, and of every other check that failed as `id:code`. */
export function codesOf(verdict: Verdict): string[] {
  return verdict.checks.flatMap(({ id, codes }) =>
    codes.map((code) => (id === 'completeness' ? code : `${id}:${code}`)),
  )
}
