import type { Connector, ConnectorStatus } from '../../wire.ts'

export type ConnectorState = 'on' | 'silent' | 'off' | 'never'

/** What a connector is doing, in one word. A silence is told before "nothing yet": both are true of one that never sent. */
export function stateOf(connector: Connector, status: ConnectorStatus | undefined): ConnectorState {
  if (!connector.enabled) return 'off'
  if (status?.silentSince != null) return 'silent'
  return status?.lastArrival == null ? 'never' : 'on'
}

/** Those that need somebody: silent first, then by name. */
export function inOrder(connectors: readonly Connector[], statuses: ReadonlyMap<string, ConnectorStatus>): Connector[] {
  const rank = (one: Connector) => ({ silent: 0, on: 1, never: 1, off: 2 })[stateOf(one, statuses.get(one.id))]
  return [...connectors].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}
