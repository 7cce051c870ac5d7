export { type Config, readConfig, type TlsFiles } from './config.ts'
export { readTable } from './csv-table.ts'
export {
  CIPHER_RESERVES,
  type OpenOptions,
  openEncrypted,
  type SqliteDatabase,
  type SqliteStatement,
} from './db/connect.ts'
export type { HouseDb, ReadableDb, Reader, Tx } from './db/house-db.ts'
export type { Migration, RoomMigrations } from './db/migrate.ts'
export { isUniqueViolation, sqliteFault } from './db/sqlite-fault.ts'
export { diskRoom, diskShares, SHARES, type Share } from './disk.ts'
export { fileDigest } from './files/digest.ts'
export { type DurableFiles, durable, type FileBytes, sweepTemporary } from './files/durable.ts'
export { needingFolder } from './files/unusable.ts'
export { keepWarm, type Warming } from './files/warm.ts'
export { type HouseLock, lockHouse, makeHouseFolder } from './house-lock.ts'
export type { Signer } from './keys/signer.ts'
export type { Log } from './log.ts'
export type { Metrics } from './metrics.ts'
export { Secret } from './secrets.ts'
export type { Sms } from './sms-gateway.ts'
export { data, endOnUncaught, explain, say } from './terminal.ts'
export { type Moved, move } from './thread-line.ts'
export {
  type Caller,
  collectStart,
  connectThreads,
  parent,
  peer,
  serveThread,
  startThread,
  type Thread,
} from './threads.ts'
