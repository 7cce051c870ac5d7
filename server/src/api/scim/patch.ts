import { z } from 'zod'
import { Refusal } from '#base'
import { type Filter, type Json, type JsonObject, matches, parseFilter } from './filter.ts'

// PATCH of RFC 7644 section 3.5.2: operations over a resource as it is shown. The result is read like a whole resource,
// so a PATCH can do nothing that a PUT could not.

const Operations = z.object({
  Operations: z
    .array(
      z.object({
        // some directories write Add, Replace, Remove
        op: z
          .string()
          .transform((word) => word.toLowerCase())
          .pipe(z.enum(['add', 'replace', 'remove'])),
        path: z.string().max(2_000).optional(),
        value: z.json().optional(),
      }),
    )
    .min(1)
    .max(1_000),
})

interface Place {
  /** Key of an extension's object, or null for the resource itself. */
  readonly within: string | null
  readonly key: string
  readonly filter: Filter | null
  readonly sub: string | null
}

/**
 * @param names the attributes and schemas of the resource: keys are taken in whatever case and written in this one
 * @returns a changed copy
 * @throws Refusal `patch_invalid`, `path_invalid`, `filter_invalid`, `no_target`, `patch_too_large`
 */
export function patched(resource: JsonObject, body: unknown, names: readonly string[]): JsonObject {
  const read = Operations.safeParse(body)
  if (!read.success) throw new Refusal('invalid', 'patch_invalid')
  const copy = structuredClone(resource)
  const looks: Looks = { left: MOST_LOOKS }
  for (const { op, path, value } of read.data.Operations) {
    if (path === undefined) mergeAll(copy, op, value ?? null, names, looks)
    else applyAt(copy, op, placeOf(path, names), value, looks)
  }
  return copy
}

/** Elements of lists that one PATCH may look at: a thousand operations on a list of two thousand. */
const MOST_LOOKS = 2_000_000

interface Looks {
  left: number
}

type Op = 'add' | 'replace' | 'remove'

function mergeAll(copy: JsonObject, op: Op, value: Json, names: readonly string[], looks: Looks): void {
  if (op === 'remove' || !isObject(value)) throw new Refusal('invalid', 'patch_invalid')
  for (const [key, each] of Object.entries(value)) {
    // some directories send whole paths as keys
    applyAt(copy, op, placeOf(key, names), each, looks)
  }
}

/** attacker-controlled. `attr`, `attr.sub`, `attr[filter]`, `attr[filter].sub`, each with a schema's name before it. */
function placeOf(path: string, names: readonly string[]): Place {
  const schema = names.find((name) => name.startsWith('urn:') && path.toLowerCase().startsWith(name.toLowerCase()))
  const rest = schema === undefined ? path : path.slice(schema.length).replace(/^:/, '')
  if (schema !== undefined && rest === '') return { within: null, key: schema, filter: null, sub: null }
  const [, attribute = '', filter, sub] = /^([A-Za-z$][\w$-]*)(?:\[(.+)\])?(?:\.([A-Za-z$][\w$-]*))?$/.exec(rest) ?? []
  if (attribute === '') throw new Refusal('invalid', 'path_invalid')
  const isCore = schema === undefined || schema.includes(':core:')
  return {
    within: isCore ? null : schema,
    key: names.find((name) => name.toLowerCase() === attribute.toLowerCase()) ?? attribute,
    filter: filter === undefined ? null : parseFilter(filter),
    sub: sub ?? null,
  }
}

function applyAt(copy: JsonObject, op: Op, place: Place, value: Json | undefined, looks: Looks): void {
  const holder = holderOf(copy, place.within)
  const list = holder[place.key]
  looks.left -= 1 + (Array.isArray(list) ? list.length : 0)
  if (looks.left < 0) throw new Refusal('too_large', 'patch_too_large')
  if (op !== 'remove' && value === undefined) throw new Refusal('invalid', 'patch_invalid')
  if (place.filter !== null) applyToMatching(holder, op, place, value ?? null)
  else if (op === 'remove') removeAt(holder, place, value ?? null)
  else setAt(holder, op, place, value ?? null)
}

function holderOf(copy: JsonObject, within: string | null): JsonObject {
  if (within === null) return copy
  const held = copy[within]
  if (isObject(held)) return held
  const made: JsonObject = {}
  copy[within] = made
  return made
}

function setAt(holder: JsonObject, op: Op, { key, sub }: Place, value: Json): void {
  const before = holder[key]
  if (sub !== null) {
    // of a list without a filter every element is meant; of nothing, one is made
    const elements = Array.isArray(before) ? before.filter(isObject) : isObject(before) ? [before] : []
    for (const each of elements) each[sub] = value
    if (elements.length === 0) holder[key] = { [sub]: value }
    return
  }
  if (Array.isArray(before) && op === 'add') {
    holder[key] = [...before, ...newTo(before, Array.isArray(value) ? value : [value])]
    return
  }
  if (isObject(before) && isObject(value)) holder[key] = { ...before, ...value }
  else holder[key] = value
}

/** Those that are not in the list yet. Only what has the same `value` is compared letter by letter: lists are long. */
function newTo(list: readonly Json[], added: readonly Json[]): Json[] {
  const likeness = (each: Json) => (isObject(each) ? (each.value ?? null) : each)
  const rivals = Map.groupBy(added, likeness)
  const known = new Set<string>()
  for (const each of list) if (rivals.has(likeness(each))) known.add(JSON.stringify(each))
  return added.filter((each) => !known.has(JSON.stringify(each)))
}

function removeAt(holder: JsonObject, { key, sub }: Place, value: Json): void {
  const before = holder[key]
  if (sub !== null) {
    for (const each of Array.isArray(before) ? before : [before]) if (isObject(each)) delete each[sub]
    return
  }
  const named = valuesIn(value)
  // some directories name the elements to remove in `value` instead of a filter
  if (Array.isArray(before) && named.size > 0) {
    holder[key] = before.filter((each) => !(isObject(each) && named.has(each.value ?? null)))
    return
  }
  delete holder[key]
}

function valuesIn(value: Json): Set<Json> {
  const list = Array.isArray(value) ? value : value === null ? [] : [value]
  return new Set(list.map((each) => (isObject(each) ? (each.value ?? null) : each)))
}

function applyToMatching(holder: JsonObject, op: Op, { key, filter, sub }: Place, value: Json): void {
  if (filter === null) return
  const before = holder[key]
  const list = Array.isArray(before) ? before : []
  const isMeant = (each: Json) => matches(filter, each)
  if (op === 'remove' && sub === null) {
    holder[key] = list.filter((each) => !isMeant(each))
    return
  }
  const meant = list.filter((each): each is JsonObject => isObject(each) && isMeant(each))
  if (meant.length === 0 && op === 'remove') return
  if (meant.length === 0) {
    const made = op === 'add' ? seedOf(filter) : null
    if (made === null) throw new Refusal('invalid', 'no_target')
    list.push(made)
    meant.push(made)
  }
  for (const each of meant) {
    if (op === 'remove' && sub !== null) delete each[sub]
    else if (sub !== null) each[sub] = value
    else if (isObject(value)) Object.assign(each, value)
    else each.value = value
  }
  holder[key] = list
}

/** What an added element must have to match: only where the filter is one equality. */
function seedOf(filter: Filter): JsonObject | null {
  if (filter.is !== 'compare' || filter.op !== 'eq' || filter.path.length !== 1) return null
  return { [filter.path[0] ?? '']: filter.value }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
