export { FIRST_PACK, loadPolicy, type Policy, type PolicyState, type UnreadablePolicy } from './load.ts'
export { addPeriod, type Period, parsePeriod } from './period.ts'
export {
  addWorkdays,
  dueAfter,
  isWorkday,
  mergeCalendars,
  parseCalendar,
  readShippedCalendar,
  type WorkdayCalendar,
} from './workdays.ts'
