import { type AnchorPlaces, anchorPlaces } from './places.ts'
import { type HashRenewalStatus, hashRenewalStatus } from './rehash/status.ts'
import { readSettings, type Settings } from './settings.ts'
import { type AnchorState, readState, type Trouble } from './state.ts'
import { ANCHOR_TROUBLES, type AnchorTrouble, codeOf } from './trouble.ts'

export interface TroubleTold {
  readonly code: AnchorTrouble
  readonly since: number
  readonly tries: number
}

/** What the house page tells of outside parties. Times in milliseconds UTC. */
export interface AnchorsStatus {
  /** `none`: nobody outside vouches for the ledger. */
  readonly settings: 'none' | 'read' | 'unreadable'
  readonly everyMs: number
  readonly authorities: readonly {
    readonly id: string
    readonly name: string
    readonly last: { readonly size: number; readonly time: number; readonly notAfter: number } | null
    readonly trouble: TroubleTold | null
  }[]
  readonly witnesses: readonly {
    readonly name: string
    readonly last: { readonly size: number; readonly time: number } | null
    readonly trouble: TroubleTold | null
  }[]
  readonly renewal: {
    readonly lastAt: number | null
    /** End of the certificate that ends first behind stamps that nothing renewed. */
    readonly earliest: number | null
    readonly trouble: TroubleTold | null
  }
  /** Null: SHA-256 was never renewed. */
  readonly hashRenewal: HashRenewalStatus | null
}

/** Of those that the settings name; of all that were ever asked while the settings cannot be read. */
export function statusOf(
  places: AnchorPlaces,
  state: AnchorState,
  settings: Settings | null,
  unread: Trouble | null,
): AnchorsStatus {
  const names = settings?.authorities.map(({ id, name }) => ({ id, name })) ?? idsOf(state)
  const witnesses = settings?.witnesses.map(({ name }) => name) ?? Object.keys(state.witnesses)
  return {
    settings: unread !== null ? 'unreadable' : names.length + witnesses.length === 0 ? 'none' : 'read',
    everyMs: settings?.every ?? 0,
    authorities: names.map(({ id, name }) => {
      const { last = null, trouble = null } = state.authorities[id] ?? {}
      const told = last === null ? null : { size: last.number, time: last.time, notAfter: last.notAfter }
      return { id, name, last: told, trouble: tell(trouble) }
    }),
    witnesses: witnesses.map((name) => {
      const { last = null, trouble = null } = state.witnesses[name] ?? {}
      return { name, last: last === null ? null : { size: last.size, time: last.time }, trouble: tell(trouble) }
    }),
    renewal: {
      lastAt: state.renewal.lastAt,
      earliest: state.renewal.earliest,
      trouble: tell(state.renewal.trouble),
    },
    hashRenewal: hashRenewalStatus(places),
  }
}

/** The same from the files alone, beside a running house too. */
export function anchorsAt(house: string): AnchorsStatus {
  const places = anchorPlaces(house)
  const state = readState(places)
  try {
    return statusOf(places, state, readSettings(places.dir), null)
  } catch (error) {
    const code = codeOf(error)
    return statusOf(places, state, null, { code, since: 0, tries: 1, nextAt: 0 })
  }
}

const idsOf = (state: AnchorState): { id: string; name: string }[] =>
  Object.keys(state.authorities).map((id) => ({ id, name: id }))

function tell(trouble: Trouble | null): TroubleTold | null {
  if (trouble === null) return null
  const { since, tries } = trouble
  return { code: ANCHOR_TROUBLES.find((code) => code === trouble.code) ?? 'not_written', since, tries }
}
