import { HOUSE } from '#access'
import { DAY } from '#base'
import { insertTold, listUntold, type StoredAlarm } from '../register/alarms.store.ts'
import type { AlarmNotice, ExportParts } from '../register/ports.ts'

// An alarm goes out to whoever the operator named, so that it is not only on a page that nobody opens: once when it is raised, and once
// a day while its report is overdue. What goes out is a number and a kind: no name, no case, nothing of a record.

/** For the schedule. One that was not taken waits for the next turn, and so do those behind it. @returns how many went out */
export async function tellAlarms(parts: ExportParts): Promise<number> {
  if (!parts.tellAlarm) return 0
  const now = parts.clock.now()
  let told = 0
  for (const { what, alarm } of await listUntold(parts.db, now, now - DAY)) {
    try {
      await parts.tellAlarm(noticeOf(what, alarm))
    } catch {
      // whoever answers there may say anything: a code for the log, and the next turn tries again
      parts.onTrouble?.('alarm_untold')
      return told
    }
    const about = { action: 'alarm.tell', actor: HOUSE, permit: alarm.grant_id, request: alarm.request_id } as const
    await parts.recorder.perform({ ...about, detail: { alarm: alarm.id, what } }, (tx) =>
      insertTold(tx, { alarm_id: alarm.id, what, at: now }),
    )
    told += 1
  }
  return told
}

function noticeOf(what: AlarmNotice['what'], alarm: StoredAlarm): AlarmNotice {
  const { number, kind, times, first_at: firstAt, report_due: reportDue } = alarm
  return { what, number, kind, times, firstAt, reportDue }
}
