import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { Fault, Refusal, type SegmentId } from '#base'
import { durable, fileDigest } from '#platform'
import type { KeyRegister } from '#platform/keys'
import { type ArchiveFiles, segmentPath } from './house-files.ts'
import type { JournalWriter } from './journal-writer.ts'
import type { JournalReading } from './reading.store.ts'
import type { SealSteps, StagedSegment } from './seal.ts'
import { segmentDamaged } from './segment/frame.ts'
import { type OpenKey, SegmentFile } from './segment/read.ts'
import { type FrameKey, type SegmentInput, type SegmentPlan, segmentPieces } from './segment/write.ts'

/** What sealing asks of the journal thread. */
export type SealingJournal = Pick<
  JournalWriter,
  'beginSeal' | 'registerSegment' | 'dropAttempt' | 'prune' | 'retireEpochs'
>

/** The steps of `sealNext`, on the real disk. */
export function sealSteps(
  files: ArchiveFiles,
  journal: SealingJournal,
  reading: JournalReading,
  register: KeyRegister,
): SealSteps {
  const openKey: OpenKey = (id) => register.open(id)
  const working = (id: SegmentId) => `${segmentPath(files, id)}.part`
  return {
    makeKeys: (count) => register.create('block', count),
    begin: (id, keys) => journal.beginSeal(id, keys),
    stage: (input, plan, keys) => writeStaged(working(input.id), input, plan, keys),
    readBack: (id, staged) => compareWithStaged(working(id), id, staged, openKey),
    giveName(id) {
      renameSync(working(id), segmentPath(files, id))
      durable.syncDir(files.segments)
    },
    register: (sealed) => journal.registerSegment(sealed),
    isRegistered: (id) => reading.hasSegment(id),
    async abandon(id) {
      if (!reading.attempts().includes(id)) return // registered, or cleared already
      durable.removeDurably([working(id), segmentPath(files, id)])
      await journal.dropAttempt(id)
    },
    openKey,
    breathe,
  }
}

/** Lets what waits on this thread go first. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

async function writeStaged(
  path: string,
  input: SegmentInput,
  plan: SegmentPlan,
  keys: readonly FrameKey[],
): Promise<StagedSegment> {
  const file = openSync(path, 'wx', 0o600)
  const [whole, plain] = [createHash('sha256'), createHash('sha256')]
  let bytes = 0
  try {
    for (const piece of segmentPieces(input, plan, keys, (frame) => plain.update(frame))) {
      whole.update(piece)
      for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at)
      bytes += piece.length
      await breathe()
    }
    fsyncSync(file)
  } catch (error) {
    throw diskError(error)
  } finally {
    closeSync(file)
  }
  return { bytes, sha256: whole.digest(), plainDigest: plain.digest() }
}

async function compareWithStaged(path: string, id: SegmentId, staged: StagedSegment, openKey: OpenKey): Promise<void> {
  const { sha256, bytes } = await hashFile(path)
  if (bytes !== staged.bytes || !sha256.equals(staged.sha256)) throw segmentDamaged(id, 'file')
  const plain = createHash('sha256')
  const file = SegmentFile.open(path, id, openKey)
  try {
    for (let number = 0; number < file.header.blocks; number++) {
      plain.update(file.readBlock(number).plain)
      await breathe()
    }
    for (let number = 0; number < file.header.pages; number++) plain.update(file.readPage(number).plain)
  } finally {
    file.close()
  }
  if (!plain.digest().equals(staged.plainDigest)) throw segmentDamaged(id, 'content')
}

/** SHA-256 of a segment as the disk gives it. @throws Fault `segment_unreadable` */
export async function hashFile(path: string): Promise<{ sha256: Buffer; bytes: number }> {
  try {
    return await fileDigest(path)
  } catch (error) {
    throw new Fault('segment_unreadable', 'a segment file is missing or cannot be read', {}, { cause: error })
  }
}

/** The error of a file call names a path; ours does not. */
function diskError(error: unknown): unknown {
  if (error instanceof Refusal || error instanceof Fault) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Refusal('unavailable', 'disk_full')
  return new Fault('segment_unwritable', 'the disk does not take a segment file', { code }, { cause: error })
}
