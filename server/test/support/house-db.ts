import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditMigrations, createRecorder, type Recorder } from '#audit'
import type { Clock, Instant } from '#base'
import type { HouseDb, RoomMigrations } from '#platform'
import { migrate, openHouseDb } from '#platform/house'

/** A clock that stands until it is moved. 2026-11-02 10:00 in the house zone is a Monday and a working day. */
export class TestClock implements Clock {
  #at = Date.UTC(2026, 10, 2, 2, 0, 0)
  now(): Instant {
    return this.#at as Instant // integer milliseconds by construction
  }
  pass(milliseconds: number): void {
    this.#at += milliseconds
  }
}

export interface TestHouse {
  readonly db: HouseDb
  readonly clock: TestClock
  readonly recorder: Recorder
  readonly dir: string
  close(): Promise<void>
}

/** A real encrypted house database in a folder of its own, with the tables of these rooms and of the audit. */
export async function openTestHouse(rooms: readonly RoomMigrations[] = []): Promise<TestHouse> {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-test-'))
  const clock = new TestClock()
  const db = openHouseDb(join(dir, 'house.db'), randomBytes(32))
  await migrate(db, [{ room: 'audit', migrations: auditMigrations }, ...rooms], clock)
  return {
    db,
    clock,
    recorder: createRecorder(db, clock),
    dir,
    async close() {
      await db.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
