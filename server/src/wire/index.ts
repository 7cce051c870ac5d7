export { type OpenHouse, openHouse, type WireOptions } from './open.ts'
export { warmHouse } from './warm.ts'
