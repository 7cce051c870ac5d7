export {
  type Connectors,
  type ConnectorsParts,
  type ConnectorView,
  createConnectors,
  type HookAnswer,
} from './connectors.ts'
export { CONNECTOR_KINDS, type ConnectorKind, SECRETS, type Secrets } from './kinds.ts'
export type { LiveHandlers } from './live.thread.ts'
export { MESSAGE_REFUSALS, MOST_MESSAGES } from './messages.ts'
export type { PulseView } from './pulse.ts'
export type { Connector, EditConnector, NewConnector } from './registry.ts'
export { connectorsMigrations } from './store.ts'
export type { MessageAnswer, Taken } from './take.ts'
