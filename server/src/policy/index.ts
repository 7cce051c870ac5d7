export { type CalendarFile, type CalendarYear, LONGEST_CALENDAR, readCalendarFile } from './calendar-file.ts'
export {
  FIRST_PACK,
  loadPolicy,
  type Policy,
  type PolicyState,
  type RetentionClasses,
  retentionClasses,
  type UnreadablePolicy,
} from './load.ts'
export {
  looserKinds,
  MASK_LENGTHS,
  MASK_RULES,
  type MaskedKind,
  type MaskRules,
  pseudonymKinds,
  RECIPIENTS,
  type Recipient,
  STANDARD_MASKS,
  UNREADABLE_WAYS,
} from './mask-rules.ts'
export { type MaskPolicies, MaskRulesOf } from './masks.ts'
export { addPeriod, type Period, parsePeriod } from './period.ts'
export {
  addWorkdays,
  calendarOf,
  changedDays,
  dueAfter,
  isWorkday,
  knownUntil,
  mergeCalendars,
  parseCalendar,
  readShippedCalendar,
  readShippedCalendarFile,
  type WorkdayCalendar,
  withoutYears,
  workedDays,
} from './workdays.ts'
