import type { zh } from './zh/index.ts'

/** Chinese is the source: the shape of its words is the shape of every language's words. */
export type Words = Shape<typeof zh>
type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }
