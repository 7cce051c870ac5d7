import { ProofError } from '@cunzhen/proof'
import { Fault, MINUTE, Refusal } from '#base'
import type { Trouble } from './state.ts'

// What can be wrong with an authority or a witness. A closed list: the console has words for each.

export const ANCHOR_TROUBLES = [
  'settings_unreadable',
  'unreachable',
  'answer_too_large',
  'refused',
  'not_granted',
  'bad_stamp',
  'unknown_root',
  'wrong_time',
  'log_unknown',
  'key_refused',
  'witness_ahead',
  'inconsistent',
  'bad_cosignature',
  'not_written',
] as const
export type AnchorTrouble = (typeof ANCHOR_TROUBLES)[number]

const LONGEST = 10 * MINUTE

export function codeOf(error: unknown): AnchorTrouble {
  if (error instanceof ProofError) return stampTrouble(error)
  if (error instanceof Refusal) return ANCHOR_TROUBLES.find((code) => code === error.code) ?? 'not_written'
  if (error instanceof Fault || isFromDisk(error)) return 'not_written'
  throw error
}

/** What Node's file functions throw: a full disk, a folder that somebody made read-only. */
const isFromDisk = (error: unknown): boolean => error instanceof Error && 'syscall' in error

function stampTrouble({ code, what }: ProofError): AnchorTrouble {
  if (code === 'bad_cosignature' || code === 'bad_note') return 'bad_cosignature'
  if (what === 'not_granted') return 'not_granted'
  if (what === 'chain') return 'unknown_root'
  return what === 'in_the_future' || what === 'outside_validity' ? 'wrong_time' : 'bad_stamp'
}

/** One more failure: tried again after 1, 2, 4, 8, then every ten minutes. */
export function failedAgain(before: Trouble | null, code: AnchorTrouble, now: number): Trouble {
  const tries = (before?.tries ?? 0) + 1
  const wait = Math.min(LONGEST, MINUTE * 2 ** Math.min(tries - 1, 4))
  return { code, since: before?.since ?? now, tries, nextAt: now + wait }
}
