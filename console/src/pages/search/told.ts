import { plain } from '../../masked.ts'
import type { Facets } from '../../wire.ts'
import { numbered } from './form.ts'

/** What the house's numbers are called, as far as an answer has said: masked as everything on the page is. */
export interface Told {
  readonly senders: ReadonlyMap<string, string>
  readonly conversations: ReadonlyMap<string, string>
}

export const NOTHING_TOLD: Told = { senders: new Map(), conversations: new Map() }

/** What was told before and what this answer tells: a condition keeps its name where nothing is found under it. */
export function toldBy(facets: Facets | undefined, before: Told): Told {
  if (!facets) return before
  const senders = new Map(before.senders)
  for (const { sender, name } of facets.sender?.top ?? []) {
    if (sender !== null && plain(name) !== '') senders.set(numbered(sender), plain(name))
  }
  const conversations = new Map(before.conversations)
  for (const { conversation, title } of facets.conversation?.top ?? []) {
    if (plain(title) !== '') conversations.set(numbered(conversation), plain(title))
  }
  return { senders, conversations }
}
