import type { FastifyRequest } from 'fastify'
import { Refusal } from '#base'
import { MOST_RESULTS } from './discovery.ts'
import { type Filter, type JsonObject, matches, parseFilter } from './filter.ts'

// Lists of resources: filtered, paged, shaped (RFC 7644 section 3.4.2).

const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'

export interface Asked {
  readonly startIndex?: string
  readonly count?: string
  readonly attributes?: string
  readonly excludedAttributes?: string
}

export function listQuery(request: FastifyRequest): { filter: Filter | null; asked: Asked } {
  const query = (request.query ?? {}) as Record<string, unknown> // values are checked below
  const word = (name: string) => (typeof query[name] === 'string' ? { [name]: query[name] } : {})
  const asked: Asked = {
    ...word('startIndex'),
    ...word('count'),
    ...word('attributes'),
    ...word('excludedAttributes'),
  }
  return { filter: typeof query.filter === 'string' ? parseFilter(query.filter) : null, asked }
}

/** Directories look people up one by one: this is answered from an index. */
export function narrow(filter: Filter | null): string | null {
  if (filter?.is !== 'compare' || filter.op !== 'eq' || typeof filter.value !== 'string') return null
  return filter.path.join() === 'username' ? filter.value.toLowerCase() : null
}

export const chosen = (all: readonly JsonObject[], filter: Filter | null) =>
  filter === null ? all : all.filter((each) => matches(filter, each))

/** RFC 7644 3.4.2.4: `startIndex` from 1, `count` 0 asks for the total alone. */
export function page(all: readonly JsonObject[], asked: Asked): JsonObject {
  const start = Math.max(1, wholeIn(asked.startIndex, 1))
  const count = Math.min(Math.max(0, wholeIn(asked.count, MOST_RESULTS)), MOST_RESULTS)
  const shown = all.slice(start - 1, start - 1 + count).map((each) => shape(each, asked))
  return {
    schemas: [LIST],
    totalResults: all.length,
    startIndex: start,
    itemsPerPage: shown.length,
    Resources: shown,
  }
}

function wholeIn(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^-?\d{1,9}$/.test(text)) throw new Refusal('invalid', 'page_invalid')
  return Number(text)
}

/** `attributes` and `excludedAttributes`, by whole attributes; schemas, id and meta are always there. */
export function shape(resource: JsonObject, { attributes, excludedAttributes }: Asked): JsonObject {
  if (attributes === undefined && excludedAttributes === undefined) return resource
  const names = new Set(
    (attributes ?? excludedAttributes ?? '').split(',').map((name) => name.trim().toLowerCase().split('.')[0] ?? ''),
  )
  const isShown = (key: string) =>
    ['schemas', 'id', 'meta'].includes(key) || names.has(key.toLowerCase()) === (attributes !== undefined)
  return Object.fromEntries(Object.entries(resource).filter(([key]) => isShown(key)))
}
