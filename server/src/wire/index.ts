export { type OpenHouse, openHouse, type WireOptions } from './open.ts'
