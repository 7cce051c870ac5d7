import { createHmac } from 'node:crypto'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { parseVerifierKey } from '@cunzhen/proof'
import { HOUSE, isPermit, normaliseScope, type Permit, resolveScope } from '#access'
import { readerSecrets } from '#archive'
import { isReceipt } from '#audit'
import { type ExportId, Fault, invariant, Refusal } from '#base'
import { holdTypesetter } from '#papers'
import { durable, startThread, type Thread } from '#platform'
import { signer } from '#platform/keys'
import { needsPages } from '../formats/write.ts'
import type { Built, ExportDesk, ExportJob } from '../register/job.ts'
import { labelsAsked, nameWay } from '../register/name-way.ts'
import { newPassword, wrapPassword } from '../register/password.ts'
import { packagePath, removeFiles, temporaryPath, verifierPath } from '../register/places.ts'
import type { ExportParts } from '../register/ports.ts'
import { changeExport, type ExportFormat, type StoredExport } from '../register/store.ts'
import { weigh } from '../standing/bulk.ts'
import { needsRelease } from '../standing/checklist.ts'
import { newAgeIdentity } from './age.ts'
import type { ExporterHandlers } from './exporter.thread.ts'
import { signedManifest } from './sign.ts'

export interface Running {
  /** Rows done, for whoever looks on. */
  rows: number
  /** How many there will be; null: not known yet. */
  all: number | null
  thread: Thread<ExporterHandlers> | null
  /** Why it is being ended: the house closes, or somebody cancelled it, and then its row says so already. */
  ended: 'interrupted' | 'cancelled' | null
}

/**
 * Carries out one confirmed export. Critical sequence: whatever fails, the export ends as failed with a code, nothing of
 * it is left in exports/, and it can be asked to run again.
 */
export async function runExport(parts: ExportParts, row: StoredExport, running: Running): Promise<void> {
  const about = { action: 'export.run', actor: HOUSE, permit: row.grant_id, request: row.request_id } as const
  const detail = { export: row.id, attempt: row.attempt }
  const temporary = {
    zip: temporaryPath(parts.house, row.id, 'zip'),
    spool: temporaryPath(parts.house, row.id, 'spool'),
    facts: temporaryPath(parts.house, row.id, 'facts'),
    age: temporaryPath(parts.house, row.id, 'age'),
  }
  try {
    // 1. The permit: both people and the grant are looked at again.
    const { executor_id: executor, monitor_id: monitor } = row
    invariant(monitor !== null, 'a confirmed export has a monitor')
    const permit = await parts.grants.exportPermit(row.grant_id, { executor, monitor })
    invariant(
      isPermit(permit) && permit.kind === 'export' && permit.id === row.grant_id,
      'an export runs on its own permit',
    )
    // 2. The act, on disk before the first record is opened. A crash from here on: the next start calls the run failed.
    const receipt = await parts.recorder.record({ ...about, detail })
    invariant(isReceipt(receipt) && receipt.permit === permit.id, 'the act on disk names the permit')
    // 3. The package, in a thread of its own, closed and verified.
    const password = newPassword()
    const job = await jobOf(parts, row, permit, password, temporary)
    const built = await build(parts, row, permit, job, running)
    // 4. Its name. The next step makes it count; a crash before leaves a file that nobody can open, removed at the next start.
    await requireHolds(parts, permit)
    publish(parts, row.id, temporary.zip)
    // 5. Made, with the password, in one transaction with the act that says so; for nobody to take before the release, if the
    // pack asks for one. What is sealed to the recipient's own key has no password: the house has a key of its own to it until the
    // release, and none where there is nothing to wait for.
    const waits = await judged(parts, row, built.rows)
    await parts.recorder.perform(
      { ...about, detail: { ...detail, rows: built.rows, sha256: built.sha256 } },
      async (tx) => {
        const secret = row.age_recipient === null ? password : waits.state === 'ready' ? null : job.ageIdentity
        const wrapped = secret === null ? null : wrapPassword(parts.keyring, row.id, secret)
        const names = nameWay(job.masks, row.names)
        const made = { ...ready(built), ...waits, names, finished_at: parts.clock.now(), password: wrapped }
        const isMade = await changeExport(tx, row.id, 'running', { ...made, expires_at: permit.until })
        if (!isMade) throw new Refusal('conflict', 'cancelled') // in this very moment: nothing else ends an export that runs
      },
    )
  } catch (error) {
    const code = running.ended ?? codeOf(error)
    removeFiles(parts.house, row.id, Object.values(temporary))
    const note = () => parts.recorder.record({ ...about, detail: { ...detail, failed: code } })
    if (code === 'cancelled') return void (await note().catch(() => undefined)) // whoever did it changed its row, in one act
    parts.onTrouble?.(code)
    await fail(parts, row.id, code, note)
  }
}

function codeOf(error: unknown): string {
  return error instanceof Refusal || error instanceof Fault ? error.code : 'unexpected_error'
}

/** How much it turned out to be, and whether it waits for a release. While the pack cannot be read nothing goes. */
async function judged(
  parts: ExportParts,
  row: StoredExport,
  rows: number,
): Promise<{ weight: string | null; state: 'awaiting_release' | 'ready' }> {
  const policy = parts.policy()
  if (!policy.readable) return { weight: null, state: 'awaiting_release' }
  const weight = await weigh(parts, policy.release, row.grant_id, rows)
  const waits = needsRelease(policy.release, weight)
  return { weight: JSON.stringify(weight), state: waits ? 'awaiting_release' : 'ready' }
}

/** Looking at an age file before its release takes a key; where no release may be asked for, the house has none. */
function mayWait(parts: ExportParts): boolean {
  const policy = parts.policy()
  return !policy.readable || policy.release.required || policy.release.bulk.requires.length > 0
}

function ready(built: Built) {
  const { rows, maskedSpans: masked_spans, bytes, sha256, sheet, leftOut, files, completeness } = built
  const problem = sheet === 'too_many_rows' || sheet === 'cell_too_long' ? `sheet_${sheet}` : leftOut
  return {
    state: 'ready',
    rows,
    done_rows: rows,
    masked_spans,
    bytes,
    sha256,
    problem,
    files: JSON.stringify(files),
    completeness: JSON.stringify(completeness),
  } as const
}

export async function fail(
  parts: ExportParts,
  id: ExportId,
  code: string,
  note: () => Promise<unknown>,
): Promise<void> {
  await note().catch(() => undefined) // an unwritable audit must not leave the export running for ever
  await parts.db.write(async (tx) => {
    await changeExport(tx, id, 'running', { state: 'failed', problem: code, finished_at: parts.clock.now() })
  })
}

async function jobOf(
  parts: ExportParts,
  row: StoredExport,
  permit: Permit,
  password: string,
  temporary: { zip: string; spool: string; facts: string; age: string },
): Promise<ExportJob> {
  const [grant, statements, people, names] = await Promise.all([
    parts.grants.readGrant(row.grant_id),
    parts.grants.statementsOf(row.grant_id),
    parts.people(),
    parts.namesOf([row.requester_id]),
  ])
  const { policy, id: masksId } = parts.masks(row.recipient)
  const { spared, names: judged } = await parts.forms(row.case_no)
  const masks = { ...labelsAsked(policy, row.names), spared }
  const secret = parts.keyring.secret('pseudonym')
  const pseudonymKey = new Uint8Array(
    createHmac('sha256', secret).update(`cunzhen/pseudonym-case/v1\0${row.case_no.trim()}`).digest(),
  )
  secret.fill(0)
  return {
    house: parts.house,
    houseName: parts.houseName,
    verifierKey: signer(parts.keyring, 'evidence').verifierKey,
    secrets: readerSecrets(parts.keyring),
    number: row.number,
    caseNo: row.case_no,
    recipient: names.get(row.requester_id) ?? '',
    language: parts.language,
    formats: JSON.parse(row.formats) as ExportFormat[], // as insertExport wrote it
    names: masks.name === 'pseudonym' ? 'pseudonym' : 'mask',
    masks,
    masksId,
    lessons: (await parts.lessons?.()) ?? null,
    scope: resolveScope(permit.scope, (who) => parts.archive.catalog.conversationsOf(who)),
    approved: normaliseScope(permit.scope),
    scopeDigest: grant.scopeDigest,
    statements,
    people: [...people.entries, ...judged],
    participants: people.participants,
    pseudonymKey,
    password,
    at: parts.clock.now(),
    zipPath: temporary.zip,
    spoolPath: temporary.spool,
    factsPath: temporary.facts,
    agePath: temporary.age,
    ageRecipient: row.age_recipient,
    ageIdentity: row.age_recipient !== null && mayWait(parts) ? await newAgeIdentity() : null,
    rowThreads: parts.rowThreads ?? null,
    facts: {
      recipient: row.recipient,
      grant: grant.number,
      executor: row.executor_id,
      monitor: row.monitor_id ?? '',
      attempt: row.attempt,
    },
  }
}

async function build(
  parts: ExportParts,
  row: StoredExport,
  permit: Permit,
  job: ExportJob,
  running: Running,
): Promise<Built> {
  const desk: ExportDesk = {
    async progress(rows, all) {
      running.rows = rows
      running.all = all ?? running.all
      await requireHolds(parts, permit)
    },
    appendStatement: (salt, statement) =>
      parts.archive.journal.appendStatement({
        type: 'export',
        key: `export/${row.id}/${row.attempt}`,
        salt,
        statement,
      }),
    seal: () => {
      const { conversations } = job.scope
      return parts.archive.sealEpoch(conversations === 'all' ? 'all' : [...conversations])
    },
    integrate: async () => void (await parts.archive.integrate()),
    anchor: () => parts.anchorNow(),
    signManifest: async (text) => signedManifest(parts.keyring, parseVerifierKey(job.verifierKey).name, text),
  }
  if (needsPages(job)) await holdTypesetter()
  const url = new URL('./exporter.thread.ts', import.meta.url)
  const thread = await startThread<ExporterHandlers, ExportJob>(url, { init: job, name: 'exporter', serves: desk })
  running.thread = thread
  try {
    if (running.ended !== null) throw new Refusal('unavailable', running.ended)
    return await thread.call.build()
  } finally {
    running.thread = null
    await thread.stop()
  }
}

/** Revoked, withdrawn or over: what runs ends, and nothing of it goes out. */
async function requireHolds(parts: ExportParts, permit: Permit): Promise<void> {
  const isOver = permit.until !== null && parts.clock.now() >= permit.until
  if (isOver || !(await parts.grants.permitHolds(permit))) throw new Refusal('forbidden', 'permit_over')
}

function publish(parts: ExportParts, id: ExportId, zip: string): void {
  if (!existsSync(parts.verifierPage))
    throw new Fault('verifier_missing', 'proof/dist/verify.html is not built; run `npm run build`')
  durable.writeFileDurably(verifierPath(parts.house, id), readFileSync(parts.verifierPage))
  renameSync(zip, packagePath(parts.house, id))
  durable.syncDir(join(parts.house, 'exports'))
}
