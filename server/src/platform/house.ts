// What only the main thread of a house uses. A door of its own: the query builder, the log and the metrics are half of what
// a worker would load otherwise, and there are ten of them [5 MB of heap each].
export { openHouseDb } from './db/house-db.ts'
export { migrate } from './db/migrate.ts'
export { createLog } from './log.ts'
export { createMetrics } from './metrics.ts'
export { smsGateway } from './sms-gateway.ts'
