import type { Clock, ConnectorId } from '#base'
import type { Intake } from '#intake'
import type { HouseDb } from '#platform'
import { findAttachments, noteAttachment } from './store.ts'

export interface AttachmentsParts {
  readonly db: HouseDb
  readonly clock: Clock
  readonly intake: Pick<Intake, 'keepFile'>
  /** Most bytes of one file. */
  readonly mostAttached: number
}

/** A file that a connector sent, and its messages may name. */
export interface SentFile {
  /** Hex. */
  readonly sha256: string
  readonly bytes: number
  readonly type: string
}

/**
 * Files that a connector sends ahead of the messages that name them. A message may name only what its own connector sent: a
 * digest alone must not make a record show a content of somebody else's.
 */
export class Attachments {
  readonly #parts: AttachmentsParts

  constructor(parts: AttachmentsParts) {
    this.#parts = parts
  }

  /**
   * Durable when it resolves; sent again, the same. A crash between leaves a content that nobody names.
   * @throws Refusal as Intake.keepFile
   */
  async keep(connector: ConnectorId, sha256: string, content: AsyncIterable<Uint8Array>): Promise<SentFile> {
    const { db, clock, intake, mostAttached } = this.#parts
    // 1. The content. 2. Who sent it.
    const { bytes, type } = await intake.keepFile(sha256, content, mostAttached)
    const row = { connector, digest: Buffer.from(sha256, 'hex'), size: bytes, type, at: clock.now() }
    await db.write((tx) => noteAttachment(tx, row))
    return { sha256, bytes, type }
  }

  /** Those of them that this connector sent. */
  async find(connector: ConnectorId, digests: readonly string[]): Promise<SentFile[]> {
    const wanted = digests.map((digest) => Buffer.from(digest, 'hex'))
    const rows = await findAttachments(this.#parts.db, connector, wanted)
    return rows.map(({ digest, size, type }) => ({ sha256: Buffer.from(digest).toString('hex'), bytes: size, type }))
  }
}
