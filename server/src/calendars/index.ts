export {
  type CalendarParts,
  type CalendarPreview,
  type Calendars,
  type CalendarView,
  createCalendars,
} from './calendars.ts'
export { type CalendarVersion, calendarsMigrations } from './store.ts'
