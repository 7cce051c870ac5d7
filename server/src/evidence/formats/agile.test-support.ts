export { openLocked } from './open-locked.ts'
