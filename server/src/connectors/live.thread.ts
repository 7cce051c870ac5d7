import { ProofError } from '@cunzhen/proof'
import { type Arrival, type JournalHandlers, journalOver, type Outcome } from '#archive'
import { type ConnectorId, type ImportId, Refusal } from '#base'
import { LiveArrivals } from '#intake'
import { parent, peer, serveThread } from '#platform'
import type { SentFile } from './attachments.ts'
import { Gatherer } from './gather.ts'
import { readHook } from './hooks/read.ts'
import { type MessageRefusal, type ReadMessage, readBatch } from './messages.ts'
import type { MessageAnswer, Take, TakeAnswer, Taken } from './take.ts'

// Live intake off the main thread: parsing, commitments, and the line to the journal.

function serve() {
  const arrivals = new LiveArrivals()
  let gatherer: Promise<Gatherer> | null = null
  const gathering = () => {
    gatherer ??= peer<JournalHandlers>('journal').then((call) => new Gatherer(journalOver(call)))
    return gatherer
  }
  const take = async (take: Take): Promise<Taken> => {
    const bytes = Buffer.from(take.bytes.buffer, take.bytes.byteOffset, take.bytes.byteLength)
    const read = take.what === 'batch' ? readBatch(bytes, take) : readHook(take.what, bytes, take)
    if (typeof read === 'string') throw new Refusal(read === 'too_many_messages' ? 'too_large' : 'invalid', read)
    // 1. Commitments. A message that is no record, or names a file that was not sent, is refused by itself.
    const files = await filesOf(take, read)
    const prepared = read.map((message) => prepare(message, files, arrivals, take.importId))
    // 2. The journal. A crash before its answer leaves all, some or none of it there, and nobody has been told.
    const outcomes = await (await gathering()).add(prepared.flatMap((each) => each.arrivals))
    // 3. What became of each.
    return taken(prepared, outcomes)
  }
  return {
    /** Answers when everything that could be taken is durable. @throws Refusal of the body as a whole, or the journal's */
    take,
    /** As take, for several small bodies at once; a refusal is that one's own. */
    takeAll: (takes: readonly Take[]): Promise<TakeAnswer[]> =>
      Promise.all(takes.map((one) => take(one).then((taken) => ({ taken }), refusalOf))),
    /** How many batches the journal was given: with the number of requests, how well they were grouped. */
    async grouped(): Promise<number> {
      return (await gathering()).sent
    },
  }
}

export type LiveHandlers = ReturnType<typeof serve>

function refusalOf(error: unknown): TakeAnswer {
  if (!(error instanceof Refusal)) throw error
  const { kind, code, detail } = error
  return { refused: { kind, code, detail } }
}

interface Prepared extends ReadMessage {
  readonly arrivals: readonly Arrival[]
}

/** What the thread calls on its starter. */
export interface LiveListener {
  /** Those of them that this connector sent. */
  attached(connector: ConnectorId, digests: readonly string[]): Promise<SentFile[]>
}

type Files = ReadonlyMap<string, SentFile>

/** The files that messages name, by digest, as far as their connector sent them. */
async function filesOf({ connector }: Take, read: readonly ReadMessage[]): Promise<Files> {
  const digests = new Set(read.flatMap(({ attachments = [] }) => attachments.map(({ sha256 }) => sha256)))
  if (digests.size === 0) return new Map()
  const sent = await parent<LiveListener>().attached(connector, [...digests])
  return new Map(sent.map((file) => [file.sha256, file]))
}

function prepare(message: ReadMessage, files: Files, arrivals: LiveArrivals, importId: ImportId): Prepared {
  const attached = (message.attachments ?? []).flatMap(({ sha256, name, type: claimed }) => {
    const file = files.get(sha256)
    return file ? [{ name, claimed, type: file.type, bytes: file.bytes, sha256 }] : []
  })
  if (attached.length < (message.attachments?.length ?? 0)) {
    return { ...message, arrivals: [], refused: 'attachment_unknown' satisfies MessageRefusal }
  }
  try {
    return {
      ...message,
      arrivals: message.drafts.map((draft) => arrivals.of(draft, importId, message.attachments && attached)),
    }
  } catch (error) {
    if (!(error instanceof ProofError)) throw error
    return { ...message, arrivals: [], refused: error.code === 'lone_surrogate' ? 'lone_surrogate' : 'wrong_shape' }
  }
}

function taken(prepared: readonly Prepared[], outcomes: readonly Outcome[]): Taken {
  let at = 0
  let newest: number | null = null
  const numbers: number[] = []
  const answers = prepared.map(({ id, refused, arrivals, sequence }): MessageAnswer => {
    if (refused !== null) return { id, outcome: 'refused', reason: refused }
    const own = outcomes.slice(at, at + arrivals.length)
    at += arrivals.length
    if (sequence !== null) numbers.push(sequence)
    for (const { fields } of arrivals) {
      if (fields.sourceTs !== null && fields.sourceTs > (newest ?? -Infinity)) newest = fields.sourceTs
    }
    // an event that becomes several records is new as long as one of them is
    return { id, outcome: own.some(({ outcome }) => outcome === 'archived') ? 'archived' : 'duplicate' }
  })
  return { answers, newest, numbers }
}

await serveThread(serve)
