export * from './errors.ts'
export * from './ids.ts'
export * from './memory.ts'
export * from './time.ts'
