import { type ChatDay, ChatDays, type ShownRow } from '@cunzhen/proof'

/** Files that a package may hold for each kind of file made of documents. */
export const MOST_DOCUMENTS = 4000

/** The rows as documents, by the verifier's own rule. */
export async function* chatDays(rows: AsyncIterable<ShownRow>): AsyncGenerator<ChatDay> {
  const days = new ChatDays()
  for await (const row of rows) {
    const ended = days.add(row)
    if (ended !== null) yield ended
  }
  const last = days.end()
  if (last !== null) yield last
}
